import { yaml } from '../../example';
import type { Rule } from '../../rule';
import type { ArgoObject } from '../objects';
import { templatesOf } from '../templates';

/** @internal */
export const unusedTemplate: Rule = {
  code: 'MLL2160',
  title: 'a template that nothing reaches',
  severity: 'warning',
  why: 'A gate or a revert that no step calls never runs; and who reads the file believes that it does.',
  fix: 'call it, or remove it',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      generateName: release-
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: deploy
                template: deploy
        - name: deploy
          container:
            image: deployer:1.4.2
            command: [deploy]
        - name: revert
          container:
            image: deployer:1.4.2
            command: [revert]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata:
      generateName: release-
    spec:
      entrypoint: main
      onExit: revert
      templates:
        - name: main
          steps:
            - - name: deploy
                template: deploy
        - name: deploy
          container:
            image: deployer:1.4.2
            command: [deploy]
        - name: revert
          container:
            image: deployer:1.4.2
            command: [revert]
  `,
  *check({ argo }) {
    for (const object of argo) {
      // Templates of a WorkflowTemplate are for others, too.
      if (!/^(?:Workflow|CronWorkflow)$/.test(object.kind) || object.spec.entrypoint === undefined) continue;
      const reached = reachedIn(object);
      for (const { template, isInline, at, name } of templatesOf(object)) {
        if (isInline || reached === 'unknown' || reached.has(template.name ?? '')) continue;
        yield { document: object.document, path: at, message: `nothing calls the template '${name}'` };
      }
    }
  },
};

function reachedIn(object: ArgoObject): ReadonlySet<string> | 'unknown' {
  const { entrypoint, onExit, hooks } = object.spec;
  const reached = new Set<string>();
  const waiting = [entrypoint ?? '', onExit ?? '', ...Object.values(hooks ?? {}).map((hook) => hook.template ?? '')];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name.includes('{{')) return 'unknown';
    if (reached.has(name)) continue;
    reached.add(name);
    for (const placed of templatesOf(object)) {
      // What stands inline is named after the template that it is in.
      if (placed.template.name !== name && !(placed.isInline && placed.name.startsWith(`${name}.`))) continue;
      for (const { step } of placed.calls) {
        waiting.push(step.template ?? '', step.onExit ?? '');
        waiting.push(...Object.values(step.hooks ?? {}).map((hook) => hook.template ?? ''));
      }
    }
  }
  return reached;
}
