import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const indented = (text: string, spaces: number): string => text.replaceAll(/^/gm, ' '.repeat(spaces));

const holders: Readonly<Record<string, (made: string) => string>> = {
  'a TriggerTemplate': (made) => `kind: TriggerTemplate
metadata:
  name: train
spec:
  params:
    - name: count
  resourcetemplates:
${indented(made, 4)}`,
  'a Trigger': (made) => `kind: Trigger
metadata:
  name: train
spec:
  bindings:
    - name: count
      value: $(body.count)
  template:
    spec:
      params:
        - name: count
      resourcetemplates:
${indented(made, 8)}`,
  'an EventListener': (made) => `kind: EventListener
metadata:
  name: train
spec:
  serviceAccountName: listener
  triggers:
    - bindings:
        - name: count
          value: $(body.count)
      template:
        spec:
          params:
            - name: count
          resourcetemplates:
${indented(made, 12)}`,
};

const found = (holder: string, made: string) => {
  const text = `apiVersion: triggers.tekton.dev/v1beta1\n${holders[holder]?.(made)}\n`;
  const findings = lint([{ file: 'a.yaml', text }], { severities: { MLL2151: 'off' } });
  return findings.map(({ code, line, message }) => `${code} ${text.split('\n')[line - 1]?.trim()}: ${message}`);
};

const run = (fields: string): string => `- apiVersion: tekton.dev/v1
  kind: PipelineRun
  metadata:
    generateName: train-
  spec:
    pipelineSpec:
      params:
        - name: count
      tasks:
        - name: train
${indented(fields, 10)}
          taskSpec:
            params:
              - name: count
            steps:
              - name: train
                image: trainer:1.4.2
                args: [$(params.count)]
          params:
            - name: count
              value: $(params.count)
    params:
      - name: count
        value: $(tt.params.count)`;

describe.each(Object.keys(holders))('in what %s makes, the lint', (holder) => {
  it('finds a field that there is not', () => {
    expect(found(holder, run('retrys: 3'))).toEqual([
      "MLL2512 retrys: 3: in the PipelineRun that is made here, spec.pipelineSpec.tasks[0].retrys: 'retrys' is no field of 'tasks'",
    ]);
  });

  it('finds a value of another type', () => {
    expect(found(holder, run("retries: 'many'"))).toEqual([
      "MLL2512 retries: 'many': in the PipelineRun that is made here, spec.pipelineSpec.tasks[0].retries: 'retries' is 'many', not a whole number",
    ]);
  });

  it('minds nothing that is filled in when an event comes', () => {
    expect(found(holder, run('retries: $(tt.params.count)'))).toEqual([]);
  });

  it('looks into Workflows of Argo, too', () => {
    const made = `- apiVersion: argoproj.io/v1alpha1
  kind: Workflow
  metadata:
    generateName: train-
  spec:
    workflowTemplateReff:
      name: train`;
    expect(found(holder, made)).toEqual([
      "MLL2512 workflowTemplateReff:: in the Workflow that is made here, spec.workflowTemplateReff: 'workflowTemplateReff' is no field of 'spec'",
    ]);
  });

  it('leaves kinds alone that it does not know', () => {
    expect(found(holder, '- apiVersion: example.com/v1\n  kind: Thing\n  spec:\n    any: $(tt.params.count)')).toEqual(
      [],
    );
  });
});
