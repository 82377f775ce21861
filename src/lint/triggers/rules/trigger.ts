import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { isLabelValue } from '../../tekton/names';
import { type PlacedTrigger, triggersIn } from '../triggers';

/** @internal */
export const trigger: Rule = {
  code: 'MLL1402',
  title: 'a trigger that makes nothing, or two things',
  severity: 'error',
  why: 'The webhook of Tekton Triggers refuses the object.',
  fix: "write 'template', or 'triggerRef' alone",
  engine:
    /template, .*triggerRef|triggerRef|must be a valid label value|got (?:both|neither): .*template\.(?:ref|spec)|template\.apiVersion|missing field\(s\): .*template\.ref/,
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: pushes
    spec:
      triggers:
        - name: push
          bindings:
            - ref: push
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: pushes
    spec:
      triggers:
        - name: push
          bindings:
            - ref: push
          template:
            ref: train
  `,
  *check(project) {
    for (const placed of triggersIn(project))
      for (const problem of problemsOf(placed)) yield { document: placed.object.document, ...problem };
  },
};

function* problemsOf({ object, trigger: given, at }: PlacedTrigger): Generator<Omit<Problem, 'document'>> {
  const { name = '', template, triggerRef = '', bindings, interceptors } = given;
  const isHeld = object.kind === 'EventListener';
  if (isHeld && !isLabelValue(name))
    yield {
      path: [...at, 'name'],
      message: `'${name}' becomes a label, and is no value of one`,
      fix: "write at most 63 letters, digits, '-', '_' and '.'",
    };
  if (template === undefined && triggerRef === '')
    yield {
      path: at,
      message: 'the trigger makes nothing',
      fix: isHeld ? "write 'template' or 'triggerRef'" : "write 'template'",
    };
  const beside =
    template !== undefined
      ? 'template'
      : bindings !== undefined
        ? 'bindings'
        : interceptors !== undefined
          ? 'interceptors'
          : undefined;
  if (triggerRef !== '' && beside !== undefined)
    yield {
      path: [...at, beside],
      message: `'${beside}' stands beside 'triggerRef', whose Trigger has its own`,
      fix: `remove '${beside}' or 'triggerRef'`,
    };
  if (template === undefined) return;
  const path = [...at, 'template'];
  const { ref, spec, apiversion = '' } = template;
  const versions = object.version === 'v1alpha1' ? ['v1alpha1'] : ['v1alpha1', 'v1beta1'];
  if (apiversion !== '' && !versions.includes(apiversion))
    yield {
      path: [...path, 'apiversion'],
      message: `'${apiversion}' is no version of a TriggerTemplate`,
      fix: 'write v1beta1',
    };
  if (ref !== undefined && spec !== undefined)
    yield { path: [...path, 'spec'], message: "'ref' and 'spec' stand side by side", fix: 'remove one of them' };
  else if (spec === undefined && (ref ?? '') === '')
    yield { path, message: 'the template is none', fix: "write 'ref' or 'spec'" };
}
