import { PipelineError } from '../core/error';
import { suggest } from '../core/suggest';
import type { ExitCode } from './command';
import { commandHelp, generalHelp } from './help';
import { parseArguments } from './parse-arguments';
import { paint, type Terminal } from './terminal';
import { UsageError } from './usage-error';
import { type Verb, verbs } from './verbs';
import { version } from './version';

/**
 * Does what was typed. Never throws: what goes wrong is one line on standard error.
 *
 * @param typed what follows the name of the program
 * @internal
 */
export async function run(typed: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(typed, terminal);
  } catch (problem) {
    terminal.err(`${paint('error', 'red', terminal.color.err)}: ${lineOf(problem)}\n`);
    return 2;
  }
}

async function dispatch([first, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (first === undefined) {
    terminal.err(generalHelp(verbs));
    return 2;
  }
  if (first === '--version') {
    terminal.out(`${version()}\n`);
    return 0;
  }
  const asked = isHelp(first) || first === 'help';
  const [name, typed] = asked ? [rest[0], ['--help']] : [first, rest];
  if (name === undefined) {
    terminal.out(generalHelp(verbs));
    return 0;
  }
  const command = await verbNamed(name).load();
  const beforeMarker = typed.slice(0, typed.includes('--') ? typed.indexOf('--') : typed.length);
  if (beforeMarker.some(isHelp)) {
    terminal.out(commandHelp(name, command));
    return 0;
  }
  return command.run(parseArguments(typed, command.options, name), terminal);
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

function verbNamed(name: string): Verb {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb !== undefined) return verb;
  const meant = suggest(name, Object.keys(verbs));
  throw new UsageError(
    name.startsWith('-') ? `options come after the command, and ${name} comes first` : `there is no command '${name}'`,
    meant === undefined
      ? `one of ${Object.keys(verbs).join(', ')}; see cdk8s-mlops --help`
      : `did you mean '${meant}'?`,
  );
}

function lineOf(problem: unknown): string {
  if (problem instanceof UsageError) return `${problem.message}; ${problem.fix}`;
  const message = problem instanceof Error ? problem.message : String(problem);
  const line = message.replaceAll(/\s*\n\s*/g, '; ');
  return PipelineError.is(problem) ? line : `${line}; this is a fault of cdk8s-mlops, please report it`;
}
