import { yaml } from '../../example';
import { durationText, secondsOf } from '../../programs/duration';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { type Call, type PlacedTemplate, templateCalled, templatesIn } from '../templates';

/** @internal */
export const sumDoesNotFit: Rule = {
  code: 'MLL2352',
  title: 'deadlines of steps that are longer together than that of the whole',
  severity: 'warning',
  why: 'If the first ones take their time, the last ones are ended before they have theirs: it is the gate and the revert that come last.',
  fix: 'lengthen activeDeadlineSeconds of spec, or shorten those of the steps',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      activeDeadlineSeconds: 3600
      templates:
        - name: main
          steps:
            - - name: train
                template: train
            - - name: gate
                template: gate
        - name: train
          activeDeadlineSeconds: 3000
          container:
            image: trainer:1.4.2
            command: [train]
        - name: gate
          activeDeadlineSeconds: 900
          container:
            image: checker:1.4.2
            command: [check]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: release
    spec:
      entrypoint: main
      activeDeadlineSeconds: 4200
      templates:
        - name: main
          steps:
            - - name: train
                template: train
            - - name: gate
                template: gate
        - name: train
          activeDeadlineSeconds: 3000
          container:
            image: trainer:1.4.2
            command: [train]
        - name: gate
          activeDeadlineSeconds: 900
          container:
            image: checker:1.4.2
            command: [check]
  `,
  *check(project) {
    for (const placed of templatesIn(project)) {
      const { object, template, calls } = placed;
      const whole = object.spec.activeDeadlineSeconds;
      if (whole === undefined || template.name !== object.spec.entrypoint || calls[0]?.word !== 'steps') continue;
      const groups = new Map<number, number>();
      for (const call of calls)
        groups.set(call.group, Math.max(groups.get(call.group) ?? 0, deadlineOf(project, placed, call)));
      const sum = [...groups.values()].reduce((a, b) => a + b, 0);
      // One alone that is too long has a rule of its own.
      if (sum <= whole || Math.max(...groups.values()) > whole) continue;
      yield {
        document: object.document,
        path: [...object.at, 'activeDeadlineSeconds'],
        message: `the workflow has ${durationText(whole)}, and its steps may take ${durationText(sum)} one after the other`,
      };
    }
  },
};

function deadlineOf(project: Project, { object }: PlacedTemplate, call: Call): number {
  const called = templateCalled(project, object, call);
  if (called === undefined || called === 'unknown') return 0;
  return secondsOf(called.template.activeDeadlineSeconds) ?? secondsOf(called.template.suspend?.duration) ?? 0;
}
