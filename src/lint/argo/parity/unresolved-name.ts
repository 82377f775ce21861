import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import type { ArgoObject } from '../objects';
import { globalsOf } from '../scope/globals';
import { KnownNames } from '../scope/known-names';
import { unresolvedIn } from '../scope/unresolved';
import { objectOf, type PlacedTemplate, templateCalled, templateNamed, templatesOf } from '../templates';

/** @internal */
export const unresolvedName: Rule = {
  code: 'MLL2024',
  title: 'a reference to what is not there',
  severity: 'error',
  why: 'Argo refuses the workflow: nothing of that name can be read at this place.',
  fix: 'correct the name, or declare it',
  engine: /failed to resolve/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [echo, '{{inputs.parameters.epoch}}']
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
          inputs:
            parameters:
              - name: epochs
                value: '3'
          container:
            image: busybox:1.36.1
            command: [echo, '{{inputs.parameters.epochs}}']
  `,
  *check(project) {
    for (const object of project.argo) {
      const { document } = object;
      const globals = globalsOf(project, object);
      const atTheEnd = new KnownNames(globals).add('workflow.failures');
      const begun = object.spec.onExit === undefined ? undefined : reachedFromStart(project, object);
      for (const placed of templatesOf(object)) {
        const names = begun === undefined || begun.has(placed) ? globals : atTheEnd;
        for (const { name, path, known } of unresolvedIn(project, placed, names)) {
          const meant = suggest(name, known);
          const fix = meant === undefined ? undefined : `did you mean {{${meant}}}?`;
          yield { document, path, message: `nothing is called {{${name}}} here`, fix };
        }
      }
      yield* inCalled(project, object, globals);
    }
  },
};

function reachedFromStart(project: Project, object: ArgoObject): ReadonlySet<PlacedTemplate> {
  const start = templateNamed(project, object, object.spec.entrypoint ?? '');
  return start === undefined ? new Set() : reached(project, [start]);
}

function reached(project: Project, from: readonly PlacedTemplate[]): ReadonlySet<PlacedTemplate> {
  const seen = new Set<PlacedTemplate>();
  const waiting = [...from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const call of next.calls) {
      const called = templateCalled(project, next.object, call);
      if (called !== undefined && called !== 'unknown') waiting.push(called);
    }
  }
  return seen;
}

/** Templates of other objects read the globals of the workflow that they are used in. */
function* inCalled(project: Project, object: ArgoObject, globals: KnownNames): Generator<Problem> {
  const { document, at, spec } = object;
  const calls = templatesOf(object).flatMap((placed) => placed.calls);
  const ref = spec.workflowTemplateRef;
  const owner = ref === undefined ? undefined : objectOf(project, object, ref);
  const places = [
    ...(owner === undefined ? [] : [{ path: [...at, 'workflowTemplateRef'], start: templatesOf(owner) }]),
    ...calls.flatMap((call) => {
      const called = call.step.templateRef === undefined ? undefined : templateCalled(project, object, call);
      return called === undefined || called === 'unknown'
        ? []
        : [{ path: [...call.at, 'templateRef'], start: [called] }];
    }),
  ];
  const names = new KnownNames(globals).add('workflow.failures');
  for (const { path, start } of places) {
    for (const placed of reached(project, start)) {
      if (placed.object === object) continue;
      for (const { name } of unresolvedIn(project, placed, names)) {
        if (!name.startsWith('workflow.')) continue;
        const whose = `template '${placed.name}' of ${placed.object.kind} '${placed.object.name}'`;
        yield {
          document,
          path,
          message: `${whose} reads {{${name}}}, which there is not here`,
          fix: `declare it here, or make it an input of the template`,
        };
      }
    }
  }
}
