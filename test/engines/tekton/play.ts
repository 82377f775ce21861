import { fails, type Leaf, type Outcome, outOfMemory, simulate } from '../../../src/simulate/index';
import type { Emitted } from './emitted';

/** What a program leaves, or that its pod was killed. */
export type Played = { readonly files?: Readonly<Record<string, string>>; readonly exit?: number } | 'killed';

/** A run as it was played. */
export interface PlayedRun {
  /** Tasks whose own program ran, in order; with the item of a loop behind them. */
  readonly ran: readonly string[];
  /** Tasks that Tekton skipped, and why. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly green: boolean;
  /** What the programs were given: the environment and the words of the command line. */
  readonly given: Readonly<Record<string, { readonly env: Record<string, string>; readonly words: readonly string[] }>>;
  /** What steps of our own said. */
  readonly said: readonly string[];
  readonly results: Readonly<Record<string, string>>;
}

/** Plays what was emitted in the simulator, with the user's programs by `programs`. */
export function play(
  { manifests }: Pick<Emitted, 'manifests'>,
  programs: (step: string, env: Readonly<Record<string, string>>) => Played,
  params: Readonly<Record<string, string>> = {},
  submit?: string,
): PlayedRun {
  const ran: string[] = [];
  const given: Record<string, PlayedRun['given'][string]> = {};
  const { workflows } = simulate(
    manifests,
    (leaf): Outcome | undefined => {
      const { container: { command = [], args = [], env = [] } = { image: '' } } = leaf.manifest();
      const words = [...command, ...args];
      // Of our own steps the simulator knows better.
      if (/\/program\/(?:take-inputs|hand-on)\.mjs/.test(words[1] ?? '')) return undefined;
      const variables = Object.fromEntries(env.map(({ name, value = '' }) => [name, value.replaceAll('$$', '$')]));
      const name = nameOf(leaf);
      ran.push(name);
      given[name] = { env: variables, words };
      if (words[1] === '/program/hold.mjs') return fails(1);
      const played = programs(stepOf(leaf), variables);
      if (played === 'killed') return outOfMemory;
      const outputs = { ...Object.fromEntries(leaf.outputs.map((output) => [output.name, null])), ...played.files };
      return { kind: 'ended', exitCode: played.exit ?? 0, outputs };
    },
    { arguments: params, ...(submit !== undefined && { submit }) },
  );
  const [run] = workflows;
  if (run === undefined) throw new Error('nothing was played');
  const ours = run.nodes.filter(({ type, message }) => type === 'Step' && message !== '');
  return {
    ran,
    skipped: Object.fromEntries(
      run.nodes.flatMap(({ type, displayName, reason }) =>
        type === 'Skipped' ? [[displayName, reason] as const] : [],
      ),
    ),
    green: run.phase === 'Succeeded',
    given,
    said: ours.flatMap(({ message }) => message.split('; ').map((each) => each.replace(/^[a-z-]+: /, ''))),
    results: run.outputs,
  };
}

/** The task, and the item of a loop. */
function nameOf({ name }: Leaf): string {
  const [, task = '', item] = /^[^.]+\.([\w-]+)(?:\(\d+:(.*)\))?\.[\w-]+$/.exec(name) ?? [];
  return item === undefined ? task : `${task} ${item}`;
}

function stepOf({ name }: Leaf): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
