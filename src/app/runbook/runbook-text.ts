import type { AskedFor, Operation } from './collect-operations';

/**
 * The text of `RUNBOOK.md`: a command to copy for each thing that a person may have to do.
 *
 * @internal
 */
export function runbookText(operations: readonly Operation[]): string {
  return `${[
    '# Runbook',
    'Written by GitOpsApp from the manifests in this folder; not to be edited. Words in capitals are yours to fill in.',
    ...operations.flatMap(sectionOf),
  ].join('\n\n')}\n`;
}

function sectionOf(operation: Operation): readonly string[] {
  const { namespace, name } = operation;
  const n = namespace === '' ? '' : ` -n ${namespace}`;
  switch (operation.kind) {
    case 'start':
      return [
        `## Start \`${name}\``,
        ...(operation.description === undefined ? [] : [operation.description]),
        ...choicesOf(operation.parameters),
        commands(`argo submit${n} --from workflowtemplate/${name}${operation.parameters.map(argumentOf).join('')}`),
        ...operation.questions.flatMap(({ step, parameter, words }) => {
          const node = `--node-field-selector displayName=${step}`;
          return [
            `It waits for a person: ${words.join(' or ')}. RUN is the name of the run; going on without an answer is no consent.`,
            commands(
              `argo node set${n} RUN --output-parameter ${parameter}=${words[0] ?? ''} ${node}`,
              `argo resume${n} RUN ${node}`,
            ),
          ];
        }),
      ];
    case 'schedule':
      return [
        `## Stop the schedule \`${name}\``,
        `It starts by itself: \`${operation.schedules.join('`, `')}\`. In this order: no more runs, runs again, a run now.`,
        commands(
          `argo cron suspend${n} ${name}`,
          `argo cron resume${n} ${name}`,
          `argo submit${n} --from cronwf/${name}`,
        ),
      ];
    case 'look':
      return [`## Look at \`${name}\``, commands(`kubectl${n} get configmap ${name} -o yaml`)];
  }
}

/** What has a default need not be given; of a choice, the words are said. */
function choicesOf(parameters: readonly AskedFor[]): readonly string[] {
  const lines = parameters.map(({ name, description, value, values }) => {
    const said = [
      ...(description === undefined ? [] : [description]),
      ...(values.length === 0 ? [] : [`one of ${values.map((word) => `\`${word}\``).join(', ')}`]),
      ...(value === undefined ? [] : [value === '' ? 'may be left out' : `\`${value}\` if left out`]),
    ];
    return `- \`${name}\`${said.length === 0 ? '' : `: ${said.join('; ')}`}`;
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function argumentOf({ name, value }: AskedFor): string {
  return value === undefined ? ` -p ${name}=${name.toUpperCase().replaceAll('-', '_')}` : '';
}

function commands(...lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}
