import type { Terminal } from './terminal';

/**
 * How a command ends: all is well; it found something; it could not be done as asked, or broke.
 *
 * @internal
 */
export type ExitCode = 0 | 1 | 2;

/** An option of a command. @internal */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help: `name`. Only for `string`. */
  readonly value?: string;
  /** One letter that stands for it: `p`. */
  readonly short?: string;
  /** It may be there several times: its values are in `lists`. Only for `string`. */
  readonly many?: true;
  /** One line. */
  readonly about: string;
}

/** What was typed after the verb. @internal */
export interface Arguments {
  readonly paths: readonly string[];
  readonly options: { readonly [name: string]: string | boolean | undefined };
  /** The values of options that may be there several times, in order. */
  readonly lists: { readonly [name: string]: readonly string[] | undefined };
}

/**
 * One verb of the command line: `commands/<verb>.ts` exports it as `command`.
 *
 * @internal
 */
export interface Command {
  /** What may follow the verb beside options: `[paths…]`. */
  readonly takes: string;
  /** What it does and what it prints, in a few lines; the help breaks them anew. */
  readonly about: string;
  readonly options: { readonly [name: string]: OptionSpec };
  /** Lines to copy, and what each of them does. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  run(given: Arguments, terminal: Terminal): Promise<ExitCode> | ExitCode;
}
