import type { Param } from '../../../schemas/triggers/types';
import type { YamlPath } from '../../../yaml/read';
import type { LintDocument } from '../../document';
import { yaml } from '../../example';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { objectsOf, triggersIn } from '../triggers';

/** What an event has. */
const roots = ['body', 'header', 'extensions', 'context'];

/** @internal */
export const notAPath: Rule = {
  code: 'MLL1406',
  title: 'a binding that calculates, where Tekton only looks values up',
  severity: 'error',
  why: 'The webhook takes it, and each event then fails: what stands in $( ) is a JSONPath, and no expression.',
  fix: "look up one value, and write the default into 'params' of the TriggerTemplate",
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: push
    spec:
      params:
        - name: branch
          value: $(body.branch || 'main')
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: push
    spec:
      params:
        - name: branch
          value: $(body.branch)
  `,
  *check(project) {
    for (const { document, text, path } of values(project)) {
      for (const [, expression = ''] of text.matchAll(/\$\(((?:[^()]|\([^()]*\))*)\)/g)) {
        // Filters in brackets may compare.
        const outside = expression.replaceAll(/\[[^\]]*\]/g, '').trim();
        // Braces and a dot may stand before it.
        const root = /^[{.\s]*([A-Za-z]+)/.exec(outside)?.[1] ?? '';
        const isCalculated = /\|\||&&|\?\?|[=<>+]/.test(outside);
        if (isCalculated) yield { document, path, message: `'$(${expression})' is no JSONPath` };
        else if (root !== '' && !roots.includes(root))
          yield {
            document,
            path,
            message: `'$(${expression})' begins with nothing that an event has`,
            fix: `begin with one of ${roots.join(', ')}`,
          };
      }
    }
  },
};

function* values(project: Project): Generator<{ document: LintDocument; text: string; path: YamlPath }> {
  for (const { document, spec, at } of objectsOf(project, 'TriggerBinding', 'ClusterTriggerBinding'))
    for (const [i, { value = '' }] of ((spec.params as readonly Param[] | undefined) ?? []).entries())
      yield { document, text: value, path: [...at, 'params', i, 'value'] };
  for (const { object, trigger, at } of triggersIn(project))
    for (const [i, { value = '' }] of (trigger.bindings ?? []).entries())
      yield { document: object.document, text: value, path: [...at, 'bindings', i, 'value'] };
}
