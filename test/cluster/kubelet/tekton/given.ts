import { expand } from '../environment';
import type { Container } from '../pod';

/** What a program gets in whose place a script ran. */
export interface Given {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The line that a script tells, for a program that is killed with its container, by what the pod says. */
export function givenLine({ args = [], env: variables = [] }: Container): string {
  const env = Object.fromEntries(variables.map(({ name, value = '' }) => [name, expand(value, {})]));
  const program = args[args.indexOf('-entrypoint') + 1] ?? '';
  const argv = [program, ...args.slice(args.indexOf('--') + 1)].map((word) => expand(word, env));
  return `given ${base64(argv)} ${base64(Object.entries(env).map(([name, value]) => `${name}=${value}`))}\n`;
}

/** Reads what the scripts in place of programs told in a pod's log, in the order they ran. */
export function givenIn(log: string): readonly Given[] {
  return [...log.matchAll(/^given (\S*) (\S*)$/gm)].map(([, argv = '', env = '']) => ({
    argv: words(argv),
    env: Object.fromEntries(
      words(env).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  }));
}

function base64(words: readonly string[]): string {
  return Buffer.from(words.map((word) => `${word}\0`).join('')).toString('base64');
}

function words(base64: string): readonly string[] {
  return Buffer.from(base64, 'base64').toString().split('\0').slice(0, -1);
}
