import type { AskedFor } from './collect-operations';

/** Commands of Argo's own command line. @internal */
export const argoCommands = {
  start: (namespace: string, name: string, parameters: readonly AskedFor[]): readonly string[] => [
    `argo submit${inside(namespace)} --from workflowtemplate/${name}${parameters.map(argumentOf).join('')}`,
  ],
  answer: (namespace: string, step: string, parameter: string, word: string): readonly string[] => {
    const node = `--node-field-selector displayName=${step}`;
    const n = inside(namespace);
    return [`argo node set${n} RUN --output-parameter ${parameter}=${word} ${node}`, `argo resume${n} RUN ${node}`];
  },
  /** No more runs, runs again, a run now. */
  schedule: (namespace: string, name: string): readonly string[] => [
    `argo cron suspend${inside(namespace)} ${name}`,
    `argo cron resume${inside(namespace)} ${name}`,
    `argo submit${inside(namespace)} --from cronwf/${name}`,
  ],
} as const;

function inside(namespace: string): string {
  return namespace === '' ? '' : ` -n ${namespace}`;
}

function argumentOf({ name, value }: AskedFor): string {
  return value === undefined ? ` -p ${name}=${name.toUpperCase().replaceAll('-', '_')}` : '';
}
