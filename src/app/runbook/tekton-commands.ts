import type { AskedFor } from './collect-operations';

/** The same by kubectl alone: runs are created, never applied, since they get their name when they start. @internal */
export const tektonCommands = {
  start: (namespace: string, name: string, parameters: readonly AskedFor[]): readonly string[] => {
    const asked = parameters.filter(({ value }) => value === undefined);
    const params = asked.map(({ name }) => ({ name, value: name.toUpperCase().replaceAll('-', '_') }));
    const patch = JSON.stringify({ spec: { params } });
    return [
      `kubectl${inside(namespace)} get configmap ${name}-run -o jsonpath='{.data.run\\.json}' \\`,
      ...(params.length === 0 ? [] : [`  | kubectl patch --local -f - --type merge -o json -p '${patch}' \\`]),
      '  | kubectl create -f -',
    ];
  },
  /** No more runs, runs again, a run now. */
  schedule: (namespace: string, name: string): readonly string[] => [
    `kubectl${inside(namespace)} patch cronjob ${name} -p '{"spec":{"suspend":true}}'`,
    `kubectl${inside(namespace)} patch cronjob ${name} -p '{"spec":{"suspend":false}}'`,
    `kubectl${inside(namespace)} create job --from=cronjob/${name} ${name}-$(date +%s)`,
  ],
  /** What is at work ends, nothing else starts, and what a run ends with is done; a plain Cancelled would leave that out. */
  stop: (namespace: string): readonly string[] => [
    `kubectl${inside(namespace)} get pipelineruns`,
    `kubectl${inside(namespace)} patch pipelinerun RUN --type merge -p '{"spec":{"status":"CancelledRunFinally"}}'`,
  ],
} as const;

function inside(namespace: string): string {
  return namespace === '' ? '' : ` -n ${namespace}`;
}
