import type { Param } from '../../../schemas/triggers/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { repeated } from '../../tekton/names';
import { objectsOf, triggersIn } from '../triggers';

/** @internal */
export const binding: Rule = {
  code: 'MLL1403',
  title: 'a binding of a trigger that gives no value, or two',
  severity: 'error',
  why: 'The webhook of Tekton Triggers refuses the object.',
  fix: "write 'ref', or 'name' and 'value'",
  engine:
    /bindings\[\d+\]|missing field\(s\): (?:spec)?$|got both: .*params.*\[\d+\]\.name|got both: .*\[\d+\]\.name|invalid value: .*params.*\.value|invalid value: .*\.value/m,
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: push
    spec:
      params:
        - name: revision
          value: $(body.after and $(body.ref)
        - name: url
          value: $(body.repository.url)
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: push
    spec:
      params:
        - name: revision
          value: $(body.after)
        - name: url
          value: $(body.repository.url)
  `,
  *check(project) {
    for (const { document, spec, at } of objectsOf(project, 'TriggerBinding', 'ClusterTriggerBinding')) {
      const params = (spec.params as readonly Param[] | undefined) ?? [];
      if (params.length === 0)
        yield { document, path: at, message: 'the binding gives nothing', fix: "write 'params'" };
      for (const i of repeated(params, ({ name }) => name))
        yield {
          document,
          path: [...at, 'params', i, 'name'],
          message: `there are two values for '${params[i]?.name}'`,
          fix: 'remove one of the two',
        };
      for (const [i, { name, value = '' }] of params.entries())
        if (isOpen(value))
          yield {
            document,
            path: [...at, 'params', i, 'value'],
            message: `'$(' in the value of '${name}' is not closed`,
            fix: "write ')' after it",
          };
    }
    for (const { object, trigger, at } of triggersIn(project))
      for (const [i, given] of (trigger.bindings ?? []).entries())
        for (const problem of problemsOf(given, [...at, 'bindings', i]))
          yield { document: object.document, ...problem };
  },
};

interface Given {
  readonly ref?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly value?: string;
}

function* problemsOf(
  { ref = '', name = '', kind = '', value }: Given,
  path: YamlPath,
): Generator<Omit<Problem, 'document'>> {
  if (ref !== '' && name !== '')
    yield { path, message: "'ref' and 'name' stand side by side", fix: "write 'ref' alone, or 'name' and 'value'" };
  else if (ref !== '' && !['', 'TriggerBinding', 'ClusterTriggerBinding'].includes(kind))
    yield {
      path: [...path, 'kind'],
      message: `'${kind}' is no kind of a binding`,
      fix: 'write TriggerBinding or ClusterTriggerBinding',
    };
  else if (ref === '' && name === '') yield { path, message: 'the binding refers to nothing and gives nothing' };
  else if (ref === '' && value === undefined) yield { path, message: `'${name}' has no value`, fix: "write 'value'" };
}

/** Whether an expression but the last one has no end, as Tekton looks for it. */
function isOpen(text: string): boolean {
  const parts = text.split('$(').slice(1);
  return parts.slice(0, -1).some((part) => {
    let open = 0;
    return ![...part].some((letter) => {
      if (letter === '(') open++;
      if (letter === ')') open--;
      return open < 0;
    });
  });
}
