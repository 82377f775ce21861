import { isUnsuccessful } from './node';
import { timestamp } from './node-scope';
import { podName } from './pod-name';
import type { Run } from './run';

/** `workflow.failures`: a list of what failed, as JSON inside a text. @internal */
export function describeFailures(run: Run): string {
  const failures = [...run.nodes.values()]
    .filter(({ phase }) => isUnsuccessful(phase))
    .map(({ name, displayName, message, templateName, templateRef, phase, finishedAt }) => ({
      displayName,
      message,
      templateName: templateRef?.template ?? templateName,
      phase,
      podName: podName(run, name, templateRef?.template ?? templateName),
      finishedAt: finishedAt === undefined ? null : timestamp(finishedAt),
    }));
  return JSON.stringify(failures.length === 0 ? 'null' : JSON.stringify(failures));
}
