import type { AskedFor } from './collect-operations';
import { inNamespace } from './in-namespace';
import { toFillIn } from './to-fill-in';

/** Commands of Argo's own command line. @internal */
export const argoCommands = {
  start: (namespace: string, name: string, parameters: readonly AskedFor[]): readonly string[] => [
    `argo submit${inNamespace(namespace)} --from workflowtemplate/${name}${parameters.map(argumentOf).join('')}`,
  ],
  answer: (namespace: string, step: string, parameter: string, word: string): readonly string[] => {
    const node = `--node-field-selector displayName=${step}`;
    const n = inNamespace(namespace);
    return [`argo node set${n} RUN --output-parameter ${parameter}=${word} ${node}`, `argo resume${n} RUN ${node}`];
  },
  /** No more runs, runs again, a run now. */
  schedule: (namespace: string, name: string): readonly string[] => [
    `argo cron suspend${inNamespace(namespace)} ${name}`,
    `argo cron resume${inNamespace(namespace)} ${name}`,
    `argo submit${inNamespace(namespace)} --from cronwf/${name}`,
  ],
} as const;

function argumentOf({ name, value }: AskedFor): string {
  return value === undefined ? ` -p ${name}=${toFillIn(name)}` : '';
}
