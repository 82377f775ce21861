import type { ShellCommand } from './shell';

/** A command of kubectl or oc. @internal */
export interface Kubectl {
  readonly verb: string;
  /** What comes after the verb and is no option. */
  readonly operands: readonly string[];
  /** Options by name; one without a value has an empty one. */
  readonly options: ReadonlyMap<string, string>;
}

/** Options with a value in the next word. */
const valued: ReadonlySet<string> = new Set([
  ...['-n', '--namespace', '-f', '--filename', '-o', '--output', '-l', '--selector', '-k', '--kustomize', '-c', '-p'],
  ...['--patch', '--type', '--timeout', '--for', '--from', '--image', '--context', '--kubeconfig', '--field-selector'],
  ...[
    '--tail',
    '--since',
    '--as',
    '--server',
    '--token',
    '--replicas',
    '--sort-by',
    '--overrides',
    '--container',
    '-s',
  ],
]);

/** Reads it; nothing for other commands. @internal */
export function kubectlOf({ name, words }: ShellCommand): Kubectl | undefined {
  if (name !== 'kubectl' && name !== 'oc') return undefined;
  const operands: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (/^\d?[<>]/.test(word)) {
      if (/^\d?[<>]+$/.test(word)) i++;
    } else if (word === '--') {
      break;
    } else if (word.startsWith('-') && word !== '-') {
      const [option = '', value] = word.split(/=(.*)/s);
      if (value !== undefined) options.set(option, value);
      else if (valued.has(option)) options.set(option, words[++i] ?? '');
      else options.set(option, '');
    } else operands.push(word);
  }
  const [verb, ...rest] = operands;
  return verb === undefined ? undefined : { verb, operands: rest, options };
}
