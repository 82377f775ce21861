import { describe, expect, it } from 'vitest';
import { operationOf } from '../../src/app/runbook/collect-operations';
import { runbookText } from '../../src/app/runbook/runbook-text';
import { committed } from '../synthesized';

const metadata = { name: 'release', namespace: 'mlops' };
const textOf = (...manifests: readonly object[]) =>
  runbookText(manifests.flatMap((manifest) => operationOf(manifest as never) ?? []));

describe('the runbook', () => {
  it('starts what has a template, with what a person has to give', () => {
    const parameters = [
      { name: 'model-version', description: 'version of the model' },
      { name: 'scenario', value: 'normal', enum: ['normal', 'oversized'] },
      { name: 'commit', value: '' },
    ];
    const annotations = { 'workflows.argoproj.io/description': 'Releases.' };
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { ...metadata, annotations },
      spec: { arguments: { parameters }, templates: [] },
    });
    expect(text).toContain('## Start `release`\n\nReleases.\n');
    expect(text).toContain('- `model-version`: version of the model\n');
    expect(text).toContain('- `scenario`: one of `normal`, `oversized`; `normal` if left out\n');
    expect(text).toContain('- `commit`: may be left out\n');
    expect(text).toContain('argo submit -n mlops --from workflowtemplate/release -p model-version=MODEL_VERSION\n');
  });

  it('answers what waits for a person, by the name of the step that waits', () => {
    const decision = { name: 'decision', default: 'expired', enum: ['approve', 'refuse', 'expired'] };
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata,
      spec: {
        templates: [
          { name: 'main', dag: { tasks: [{ name: 'ask', template: 'main-ask' }] } },
          { name: 'main-ask', suspend: {}, inputs: { parameters: [decision] } },
        ],
      },
    });
    expect(text).toContain('It waits for a person: approve or refuse.');
    expect(text).toContain(
      'argo node set -n mlops RUN --output-parameter decision=approve --node-field-selector displayName=ask\n',
    );
    expect(text).toContain('argo resume -n mlops RUN --node-field-selector displayName=ask\n');
  });

  it('stops, resumes and starts what starts by itself', () => {
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata,
      spec: { schedules: ['0 2 * * *'] },
    });
    for (const command of [
      'argo cron suspend -n mlops release',
      'argo cron resume',
      'argo submit -n mlops --from cronwf/release',
    ])
      expect(text).toContain(command);
  });

  it('says nothing of what nobody has to do anything about', () => {
    expect(operationOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata } as never)).toBeUndefined();
    expect(operationOf({ apiVersion: 'v1', kind: 'ServiceAccount', metadata } as never)).toBeUndefined();
  });

  it('of gourmetgram has a command for each thing that may have to be done', () => {
    const text = committed('gourmetgram').get('RUNBOOK.md') ?? '';
    for (const command of [
      '--from workflowtemplate/cron-train',
      '--output-parameter decision=approve',
      'promote-or-revert-override',
      'promote-or-revert-release-hold',
      'promote-or-revert-retry-gate',
      'promote-to-production-undo',
      'cronwf/drift-staging',
      'get configmap release-gourmetgram-staging',
    ])
      expect(text).toContain(command);
  });
});
