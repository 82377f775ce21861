import type { Command } from './command';
import type { Verb } from './verbs';

/** What `cdk8s-mlops --help` prints. @internal */
export function generalHelp(verbs: { readonly [name: string]: Verb }): string {
  const listed = Object.entries(verbs).map(([name, { summary }]) => [name, summary] as const);
  return `${[
    'Usage: cdk8s-mlops <command> [paths…] [options]',
    '',
    'Reads manifests of model-delivery pipelines, generated or hand-written.',
    '',
    'Commands:',
    ...columns(listed),
    '',
    'Options:',
    ...columns([
      ['-h, --help', 'this text; after a command, all about that command'],
      ['--version', 'the version of this package'],
    ]),
    '',
    'Paths are files, folders with all that is below them, or - for standard input.',
    'Ends with 0 if all is well, 1 if something was found, 2 if it could not be done.',
  ].join('\n')}\n`;
}

/** What `cdk8s-mlops <verb> --help` prints. @internal */
export function commandHelp(verb: string, { takes, about, options, examples }: Command): string {
  const listed = Object.entries(options).map(
    ([name, { short, value, about: does }]) =>
      [
        `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`,
        does,
      ] as const,
  );
  return `${[
    `Usage: cdk8s-mlops ${verb} ${takes}${listed.length === 0 ? '' : ' [options]'}`,
    '',
    ...wrapped(about),
    '',
    'Options:',
    ...columns([...listed, ['-h, --help', 'this text']]),
    '',
    'Examples:',
    ...examples.flatMap(({ line, does }) => [`  # ${does}`, `  ${line}`]),
  ].join('\n')}\n`;
}

/** A screen has 80 columns. */
function wrapped(text: string): readonly string[] {
  return text.replaceAll('\n', ' ').match(/\S.{0,79}(?=\s|$)/g) ?? [];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
