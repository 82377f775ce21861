import type { Param } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { parametersIn } from '../parameters';
import { pipelinesIn } from '../pipelines';
import { asText, typeOfValue } from '../values';

/** @internal */
export const valueAsText: Rule = {
  code: 'MLL1327',
  title: 'a list or map that Tekton reads as one text',
  severity: 'warning',
  why: 'Lists and maps of Tekton hold texts. Any other becomes the text of its JSON, which a task that waits for a list refuses when it runs.',
  fix: 'put what is in it in quotes',
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      params:
        - name: rates
          value: [0.1, 0.01]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      params:
        - name: rates
          value: ['0.1', '0.01']
  `,
  *check(project) {
    for (const { document, spec, at } of tektonObjects(project))
      yield* ofParams(document, spec.params as readonly Partial<Param>[] | undefined, [...at, 'params'], 'value');
    for (const { object, tasks, finals } of pipelinesIn(project))
      for (const { task, at } of [...tasks, ...finals]) {
        yield* ofParams(object.document, task.params, [...at, 'params'], 'value');
        yield* ofParams(object.document, task.matrix?.params, [...at, 'matrix', 'params'], 'value');
      }
    for (const { object, params, at } of parametersIn(project)) yield* ofParams(object.document, params, at, 'default');
  },
};

function* ofParams(
  document: LintDocument,
  params: readonly (Partial<Param> & { readonly default?: unknown })[] = [],
  at: YamlPath,
  field: 'value' | 'default',
): Generator<Problem> {
  for (const [i, param] of params.entries()) {
    const value = param[field];
    if (typeof value !== 'object' || typeOfValue(value) !== 'string') continue;
    yield {
      document,
      path: [...at, i, field],
      message: `'${param.name}' is read as the text ${asText(value).slice(0, 60)}`,
    };
  }
}
