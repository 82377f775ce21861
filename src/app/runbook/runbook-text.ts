import { argoCommands } from './argo-commands';
import type { AskedFor, Operation } from './collect-operations';
import { inNamespace } from './in-namespace';
import { tektonCommands } from './tekton-commands';

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
    ...stopOf(operations),
  ].join('\n\n')}\n`;
}

const commandsOf = { argo: argoCommands, tekton: tektonCommands } as const;

function sectionOf(operation: Operation): readonly string[] {
  const { namespace, name } = operation;
  switch (operation.kind) {
    case 'start':
      return [
        `## Start \`${name}\``,
        ...(operation.description === undefined ? [] : [operation.description]),
        ...choicesOf(operation.parameters),
        commands(...commandsOf[operation.engine].start(namespace, name, operation.parameters)),
        ...operation.questions.flatMap(({ step, parameter, words }) => [
          `It waits for a person: ${words.join(' or ')}. RUN is the name of the run; going on without an answer is no consent.`,
          commands(...argoCommands.answer(namespace, step, parameter, words[0] ?? '')),
        ]),
      ];
    case 'schedule':
      return [
        `## Stop the schedule \`${name}\``,
        `It starts by itself: \`${operation.schedules.join('`, `')}\`. In this order: no more runs, runs again, a run now.`,
        commands(...commandsOf[operation.engine].schedule(namespace, name)),
      ];
    case 'look':
      return [`## Look at \`${name}\``, commands(`kubectl${inNamespace(namespace)} get configmap ${name} -o yaml`)];
  }
}

/** On Tekton there are two ways to stop a run, and one of them leaves locks where they are. */
function stopOf(operations: readonly Operation[]): readonly string[] {
  const started = operations.filter((each) => each.kind === 'start' && each.engine === 'tekton');
  return [...new Set(started.map(({ namespace }) => namespace))].flatMap((namespace) => [
    `## Stop a run${namespace === '' ? '' : ` in \`${namespace}\``}`,
    'RUN is its name. What it ends with is still done, such as giving locks back; with `Cancelled` it would not be.',
    commands(...tektonCommands.stop(namespace)),
  ]);
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

function commands(...lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}
