import { parseCron } from '../../../expr/cron';
import { timeZoneProblem } from '../../../expr/time-zone';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isNamedAsOnce } from '../../structure/known-once';

/** @internal */
export const cronSchedule: Rule = {
  code: 'MLL2036',
  title: 'a schedule that no controller can read',
  severity: 'error',
  why: 'Argo refuses the CronWorkflow, or it never fires.',
  fix: 'write five fields, such as 0 2 * * *, or a word such as @daily; and a zone such as Europe/Berlin',
  engine: /cron schedule|at least one schedule|invalid timezone|startingDeadlineSeconds/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: CronWorkflow
    metadata:
      name: nightly
    spec:
      schedules: ['0 25 * * *']
      concurrencyPolicy: Forbid
      workflowSpec:
        entrypoint: main
        templates:
          - name: main
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
            suspend: {}
  `,
  *check({ argo, issuesOf }) {
    for (const { document, cron, base } of argo) {
      if (cron === undefined) continue;
      const path = [...base, 'spec'];
      const { schedules = [] } = cron;
      const isMissing = cron.schedules !== undefined && schedules.length === 0;
      if (isMissing && !isNamedAsOnce(document, issuesOf(document), path, 'schedules'))
        yield { document, path: [...path, 'schedules'], message: 'there is no schedule' };
      for (const [i, line] of schedules.entries()) {
        const { problem } = parseCron(line);
        if (problem !== undefined)
          yield { document, path: [...path, 'schedules', i], message: problem.message, fix: problem.fix };
      }
      const zone = cron.timezone ?? '';
      const wrong = zone === '' ? undefined : timeZoneProblem(zone);
      if (wrong !== undefined) yield { document, path: [...path, 'timezone'], ...wrong };
      if ((cron.startingDeadlineSeconds ?? 0) < 0)
        yield {
          document,
          path: [...path, 'startingDeadlineSeconds'],
          message: `startingDeadlineSeconds is ${cron.startingDeadlineSeconds}`,
          fix: 'write 0 or more',
        };
    }
  },
};
