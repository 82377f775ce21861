import { parseCron } from '../../../expr/cron';
import { shortestPeriod } from '../../../expr/cron-period';
import { yaml } from '../../example';
import { durationText, secondsOf } from '../../programs/duration';
import type { Project } from '../../project';
import type { Rule } from '../../rule';
import { objectOf, type PlacedTemplate, templateCalled, templateNamed } from '../templates';

/** @internal */
export const approvalBlocksCron: Rule = {
  code: 'MLL2353',
  title: 'an approval that is waited for longer than the schedule',
  severity: 'warning',
  why: 'With Forbid a run that waits for a person keeps all later ones from starting; with Allow they wait side by side, and several are approved at once.',
  fix: 'give suspend a duration that is shorter than the schedule, or put the approval into a workflow of its own',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            steps:
              - - name: approve
                  template: approve
          - name: approve
            suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 2 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
            steps:
              - - name: approve
                  template: approve
          - name: approve
            suspend:
              duration: 8h
  `,
  *check(project) {
    for (const object of project.argo) {
      const { cron, spec, document, base } = object;
      if (cron === undefined || cron.concurrencyPolicy === 'Replace') continue;
      const periods = (cron.schedules ?? []).flatMap((line) => {
        const { schedule } = parseCron(line);
        return schedule === undefined ? [] : (shortestPeriod(schedule) ?? []);
      });
      const period = Math.min(...periods);
      if (!Number.isFinite(period) || spec.activeDeadlineSeconds !== undefined) continue;
      const template =
        spec.workflowTemplateRef === undefined ? object : objectOf(project, object, spec.workflowTemplateRef);
      if (template === undefined || template.spec.activeDeadlineSeconds !== undefined) continue;
      const name = spec.entrypoint ?? template.spec.entrypoint ?? '';
      const start = templateNamed(project, object, name);
      const wait = start === undefined ? undefined : waitIn(project, start);
      if (wait === undefined || (wait.seconds !== undefined && wait.seconds < period)) continue;
      const long = wait.seconds === undefined ? 'without an end' : durationText(wait.seconds);
      yield {
        document,
        path: [...base, 'spec'],
        message: `'${wait.name}' waits ${long} for an approval, and the next run is due ${durationText(period)} after the first`,
      };
    }
  },
};

/** The pause below a template that is the longest. */
function waitIn(
  project: Project,
  start: PlacedTemplate,
): { readonly name: string; readonly seconds: number | undefined } | undefined {
  const seen = new Set<PlacedTemplate>();
  const waiting = [start];
  let longest: { readonly name: string; readonly seconds: number | undefined } | undefined;
  for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
    if (seen.has(placed)) continue;
    seen.add(placed);
    const { template, object, name, calls } = placed;
    // Nothing comes after one that is all of the workflow.
    if (template.suspend !== undefined && placed !== start) {
      const given = template.suspend.duration;
      const seconds = given === undefined ? undefined : secondsOf(given);
      const isOpen = given === undefined || given === '';
      if (isOpen) longest = { name, seconds: undefined };
      else if (
        seconds !== undefined &&
        (longest === undefined || (longest.seconds ?? Number.POSITIVE_INFINITY) < seconds)
      )
        longest = { name, seconds };
    }
    for (const call of calls) {
      const called = templateCalled(project, object, call);
      if (called !== undefined && called !== 'unknown') waiting.push(called);
    }
  }
  return longest;
}
