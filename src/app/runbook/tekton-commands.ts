import type { AskedFor } from './collect-operations';
import { inNamespace } from './in-namespace';
import { toFillIn } from './to-fill-in';

/** The same by kubectl alone: runs are created, never applied, since they get their name when they start. @internal */
export const tektonCommands = {
  start: (namespace: string, name: string, parameters: readonly AskedFor[]): readonly string[] => {
    const asked = parameters.filter(({ value }) => value === undefined);
    const params = asked.map(({ name }) => ({ name, value: toFillIn(name) }));
    const patch = JSON.stringify({ spec: { params } });
    return [
      `kubectl${inNamespace(namespace)} get configmap ${name}-run -o jsonpath='{.data.run\\.json}' \\`,
      ...(params.length === 0 ? [] : [`  | kubectl patch --local -f - --type merge -o json -p '${patch}' \\`]),
      '  | kubectl create -f -',
    ];
  },
  /** No more runs, runs again, a run now. */
  schedule: (namespace: string, name: string): readonly string[] => [
    `kubectl${inNamespace(namespace)} patch cronjob ${name} -p '{"spec":{"suspend":true}}'`,
    `kubectl${inNamespace(namespace)} patch cronjob ${name} -p '{"spec":{"suspend":false}}'`,
    `kubectl${inNamespace(namespace)} create job --from=cronjob/${name} ${name}-$(date +%s)`,
  ],
  /** What is at work ends, nothing else starts, and what a run ends with is done; a plain Cancelled would leave that out. */
  stop: (namespace: string): readonly string[] => [
    `kubectl${inNamespace(namespace)} get pipelineruns`,
    `kubectl${inNamespace(namespace)} patch pipelinerun RUN --type merge -p '{"spec":{"status":"CancelledRunFinally"}}'`,
  ],
} as const;
