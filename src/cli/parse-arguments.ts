import { parseArgs } from 'node:util';
import { suggest } from '../core/suggest';
import type { Arguments, OptionSpec } from './command';
import { UsageError } from './usage-error';

/**
 * What was typed after a verb: options by name, everything else is a path. After `--` all are paths, and `-` always is one.
 *
 * Throws a `UsageError` for options that the verb doesn't have, that lack a value, or have one that they don't take.
 *
 * @internal
 */
export function parseArguments(
  typed: readonly string[],
  specs: { readonly [name: string]: OptionSpec },
  verb: string,
): Arguments {
  const { tokens } = parseArgs({
    args: [...typed],
    options: specs,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const paths: string[] = [];
  const options: Record<string, string | boolean> = {};
  const lists: Record<string, string[]> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') paths.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) throw unknown(rawName, Object.keys(specs), verb);
    if (spec.type === 'boolean') {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`, `write ${rawName} alone`);
      options[name] = true;
      continue;
    }
    if (value === undefined || value === '' || (inlineValue === false && value.startsWith('-')))
      throw new UsageError(`${rawName} lacks its value`, `write ${rawName}=<${spec.value ?? 'value'}>`);
    if (spec.many === true) lists[name] = [...(lists[name] ?? []), value];
    else options[name] = value;
  }
  return { paths, options, lists };
}

function unknown(typed: string, names: readonly string[], verb: string): UsageError {
  const meant = suggest(typed.replace(/^-+/, ''), names);
  return new UsageError(
    `${verb} has no option ${typed}`,
    meant === undefined ? `see cdk8s-mlops ${verb} --help` : `did you mean --${meant}?`,
  );
}
