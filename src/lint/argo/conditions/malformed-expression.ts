import { readExpression } from '../../../expr/argo/expression';
import { partsOf } from '../../../expr/argo/text-parts';
import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { shown } from '../../structure/shown';
import { textsIn } from '../scope/tags';
import { templatesOf } from '../templates';

/** @internal */
export const malformedExpression: Rule = {
  code: 'MLL2203',
  title: 'an expression that Argo can not read',
  severity: 'error',
  why: 'The step ends in error, or stays with the braces in its text, when its turn comes.',
  fix: "write names with hyphens in brackets, steps['train-model'], and texts in quotes",

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: busybox:1.36.1
            command: [echo, "{{= workflow.name + }}"]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: busybox:1.36.1
            command: [echo, "{{= workflow.name + '!' }}"]
  `,
  *check({ argo }) {
    for (const object of argo) {
      const { document, spec, at } = object;
      for (const { text, path } of textsIn(spec, at)) {
        for (const part of partsOf(text) ?? []) {
          if (part.kind === 'expression') yield* problemOf(document, path, part.source);
        }
      }
      for (const { template, at: place, calls } of templatesOf(object)) {
        for (const [i, { valueFrom }] of (template.outputs?.parameters ?? []).entries())
          yield* problemOf(
            document,
            [...place, 'outputs', 'parameters', i, 'valueFrom', 'expression'],
            valueFrom?.expression,
          );
        for (const [i, { fromExpression }] of (template.outputs?.artifacts ?? []).entries())
          yield* problemOf(document, [...place, 'outputs', 'artifacts', i, 'fromExpression'], fromExpression);
        yield* problemOf(document, [...place, 'retryStrategy', 'expression'], template.retryStrategy?.expression);
        for (const { step, at: where } of calls) {
          for (const [name, hook] of Object.entries(step.hooks ?? {}))
            yield* problemOf(document, [...where, 'hooks', name, 'expression'], hook.expression);
        }
      }
      for (const [name, hook] of Object.entries(spec.hooks ?? {}))
        yield* problemOf(document, [...at, 'hooks', name, 'expression'], hook.expression);
    }
  },
};

function* problemOf(document: LintDocument, path: YamlPath, source: string | undefined): Generator<Problem> {
  // What is made of a value is an expression only when it runs.
  if (source === undefined || source === '' || source.includes('{{')) return;
  const { problem } = readExpression(source);
  if (problem?.kind !== 'failed') return;
  const said = (problem.message.split('\n')[0] ?? '').replace(/\.$/, '');
  yield { document, path, message: `${shown(source.trim())} is no expression: ${said}` };
}
