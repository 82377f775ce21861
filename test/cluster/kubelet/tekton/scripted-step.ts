import type { Ended, Outcome } from '../outcome';
import type { Container, Pod } from '../pod';
import { isHandOver, isStep } from './step-kind';

/** A step as the stand-in runs it. */
export interface ScriptedStep {
  readonly container: Container;
  /** The container is killed as a whole, after it left these files: nothing that runs in it can tell. */
  readonly killed?: {
    readonly exit: Pick<Ended, 'exitCode' | 'reason'>;
    readonly files: Readonly<Record<string, string>>;
  };
}

/** The steps of a pod, with what the outcome says in place of the last program that is not ours, and nothing in others'. */
export function scriptedSteps({ spec }: Pod, outcome: Outcome | undefined): readonly ScriptedStep[] {
  const steps = spec.containers.filter(isStep);
  if (outcome?.kind === 'runs') return steps.map((container) => ({ container }));
  const theirs = steps.filter((step) => !isOurs(step));
  // Only a scenario that names the pod of our program has something happen to it.
  const program = steps.find((step) => !isHandOver(step)) ?? steps[0];
  const main = theirs.at(-1) ?? (outcome === undefined ? undefined : program);
  return steps.map((container) => {
    if (container !== main)
      return { container: theirs.includes(container) ? withCommand(container, 'exit 0') : container };
    if (outcome === undefined) return { container: withCommand(container, 'exit 0') };
    if (outcome.kind === 'hangs') return { container: withCommand(container, 'exec sleep 1000000') };
    if (outcome.kind !== 'ended') return { container };
    const files = filePaths(steps, outcome.files);
    const { exitCode, reason, told: lives } = outcome;
    if (exitCode === 137 && lives !== true) return { container, killed: { exit: { exitCode, reason }, files } };
    const writing = Object.entries(files).map(([path, text]) => `printf %s ${quoted(text)} > ${quoted(path)}`);
    const ending = lives === true ? 'kill -KILL $$' : `exit ${exitCode}`;
    return { container: withCommand(container, [...writing, ending].join('\n')) };
  });
}

/** The programs that this package emits are mounted at one place. */
function isOurs({ volumeMounts = [] }: Container): boolean {
  return volumeMounts.some(({ mountPath }) => mountPath === '/program');
}

/** Puts a shell's script in the place of the program that Tekton's entrypoint starts, and has it tell what that one gets. */
function withCommand(container: Container, script: string): Container {
  const args = container.args ?? [];
  const end = args.indexOf('--') + 1;
  const entrypoint = args.indexOf('-entrypoint') + 1;
  // The kubelet replaces `$(…)` and `$$` in arguments.
  const text = `${told}\n${script}`.replaceAll('$', '$$$$');
  const own = args.slice(0, end).map((arg, i) => (i === entrypoint ? '/bin/sh' : arg));
  return { ...container, args: [...own, '-c', text, args[entrypoint] ?? '', ...args.slice(end)] };
}

/** A line with command line and environment in base64, after the entrypoint put results of steps into both. */
const told = `printf 'given %s %s\\n' "$(printf '%s\\0' "$0" "$@" | base64 -w0)" "$(env -0 | base64 -w0)"`;

/** Where the program would write an output: where our last step reads it, or else Tekton's own file of a result. */
function filePaths(
  steps: readonly Container[],
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const declared = steps.flatMap(({ env = [] }) => env).find(({ name }) => name === 'OUTPUTS')?.value;
  const { outputs }: HandedOn = declared === undefined ? { outputs: [] } : JSON.parse(declared);
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const file = outputs.find((output) => output.name === name)?.file ?? `/tekton/results/${name}`;
      return [file, text];
    }),
  );
}

interface HandedOn {
  readonly outputs: readonly { readonly name: string; readonly file: string }[];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
