import type { Outcome } from '../../simulate/scenario/outcome';
import { isMap } from '../../yaml/is-map';
import { readYaml } from '../../yaml/read';
import { UsageError } from '../usage-error';
import { readText } from './read-text';

/** Words that stand for whole outcomes. */
const words: { readonly [word: string]: Outcome } = {
  succeeds: { kind: 'ended', exitCode: 0 },
  fails: { kind: 'ended', exitCode: 1 },
  errors: { kind: 'error', message: 'Error (exit code 1)' },
  'writes-nothing': { kind: 'ended', exitCode: 0, outputs: { '*': null } },
  'out-of-memory': { kind: 'ended', exitCode: 137, reason: 'OOMKilled' },
  'node-lost': { kind: 'node-lost' },
  'never-scheduled': { kind: 'never-scheduled' },
  'cannot-pull': { kind: 'cannot-pull' },
  hangs: { kind: 'hangs' },
  waits: { kind: 'waits' },
};

const fields = new Set(['kind', 'exitCode', 'reason', 'outputs', 'result', 'takes', 'message']);

/**
 * A scenario from a file: a step's name, then a word (`fails`), an outcome (`{exitCode: 3, outputs: {verdict: fail}}`), or a
 * list of them, one for each attempt.
 *
 * Throws a `UsageError` that names the step.
 *
 * @internal
 */
export function readScenario(file: string): Readonly<Record<string, Outcome | readonly Outcome[]>> {
  const read = readText(file);
  if ('trouble' in read)
    throw new UsageError(`--scenario: ${read.trouble.message}`, read.trouble.fix ?? 'name another file');
  const [document] = readYaml(read.text).documents;
  const value = document?.value;
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw new UsageError(`--scenario: ${file} is no map`, "write lines such as 'train: fails'");
  return Object.fromEntries(
    Object.entries(value).map(([step, each]) => [
      step,
      Array.isArray(each) ? each.map((one) => outcomeOf(step, one)) : outcomeOf(step, each),
    ]),
  );
}

function outcomeOf(step: string, value: unknown): Outcome {
  if (typeof value === 'string') {
    const outcome = Object.hasOwn(words, value) ? words[value] : undefined;
    if (outcome !== undefined) return outcome;
    throw new UsageError(
      `'${value}' is nothing that could become of '${step}'`,
      `write one of ${Object.keys(words).join(', ')}`,
    );
  }
  if (!isMap(value)) throw new UsageError(`what becomes of '${step}' is neither a word nor a map`, "write 'fails'");
  const unknown = Object.keys(value).find((key) => !fields.has(key));
  if (unknown !== undefined)
    throw new UsageError(`'${step}' has a field '${unknown}'`, `fields are ${[...fields].join(', ')}`);
  return { kind: 'ended', ...value } as Outcome;
}
