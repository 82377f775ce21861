import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import { pathText } from '../finding';
import { type Project, projectOf } from '../project';
import type { Rule } from '../rule';
import { removedField } from '../structure/removed-field';
import { unknownField } from '../structure/unknown-field';
import { wrongType } from '../structure/wrong-type';
import { templatesIn } from './triggers';

/** @internal */
export const madeObject: Rule = {
  code: 'MLL2512',
  title: 'an object that a TriggerTemplate makes, with a field that it does not have',
  severity: 'error',
  why: 'Triggers looks into it only when an event comes: the API server refuses the object then, nothing starts, and only the log of the EventListener says so.',
  fix: 'remove the field, or correct its name or value',

  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: train
    spec:
      params:
        - name: revision
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: train-
          spec:
            timeout: 2h
            pipelineSpec:
              params:
                - name: revision
              tasks:
                - name: train
                  taskSpec:
                    steps:
                      - name: train
                        image: trainer:1.4.2
                        args: [$(params.revision)]
            params:
              - name: revision
                value: $(tt.params.revision)
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: train
    spec:
      params:
        - name: revision
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: train-
          spec:
            timeouts:
              pipeline: 2h
            pipelineSpec:
              params:
                - name: revision
              tasks:
                - name: train
                  taskSpec:
                    steps:
                      - name: train
                        image: trainer:1.4.2
                        args: [$(params.revision)]
            params:
              - name: revision
                value: $(tt.params.revision)
  `,
  *check(project) {
    for (const { document, made, at } of madeObjects(project)) {
      const own = projectOf([made], project.targets);
      for (const rule of [unknownField, removedField, wrongType]) {
        for (const { path, message, fix } of rule.check(own)) {
          if (isFilledIn(made.value, path)) continue;
          yield {
            document,
            path: [...at, ...path],
            message: `in the ${made.value.kind} that is made here, ${pathText(path)}: ${message}`,
            fix,
          };
        }
      }
    }
  },
};

interface MadeObject {
  /** Of the template. */
  readonly document: LintDocument;
  readonly made: LintDocument;
  readonly at: YamlPath;
}

function* madeObjects(project: Project): Generator<MadeObject> {
  for (const { object, spec, at } of templatesIn(project)) {
    const { document } = object;
    const { file, text, positionOf, sourceOf } = document;
    for (const [i, { apiVersion, kind, ...fields }] of (spec.resourcetemplates ?? []).entries()) {
      if (typeof apiVersion !== 'string' || typeof kind !== 'string') continue;
      const value = { apiVersion, kind, ...fields };
      const made = { file, text, value, positionOf, sourceOf, start: { line: 1, column: 1 } };
      yield { document, made, at: [...at, 'resourcetemplates', i] };
    }
  }
}

/** What is text until an event fills it in. */
function isFilledIn(value: unknown, path: YamlPath): boolean {
  let found = value;
  for (const step of path) found = (found as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  return typeof found === 'string' && found.includes('$(tt.params');
}
