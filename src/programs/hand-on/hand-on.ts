import type { Environment } from '../environment';
import { excerpt } from '../excerpt';
import { disk, type TextFiles } from '../text-files';
import { evaluate, holds } from '../values/evaluate';
import { memberText } from '../values/gathered';
import { readGiven } from '../values/given';
import { jsonVariable } from '../values/json-variable';
import { misfit } from '../values/misfit';
import { type HandOn, type Output, variables } from './contract';

/**
 * The last step of a task: makes results of the files that its program left, if they are what the task declares.
 *
 * Returns what is wrong with them; nothing is handed on then. A gate always hands on one of its four words.
 *
 * @internal
 */
export function handOn(environment: Environment, args: readonly string[], place: TextFiles = disk): readonly string[] {
  const spec = jsonVariable<HandOn>(environment, variables.outputs);
  const files = jsonVariable<{ readonly [name: string]: string }>(environment, variables.files);
  const given = readGiven(args);
  const write = (results: { readonly [name: string]: string }): readonly string[] => {
    const bytes = Object.values(results).reduce((sum, text) => sum + Buffer.byteLength(JSON.stringify(text)), 0);
    if (bytes > spec.maxBytes) return [`the outputs have ${bytes} bytes, and ${spec.maxBytes} is all that fits`];
    for (const [name, file] of Object.entries(files)) place.write(file, results[name] ?? '');
    return [];
  };
  if (!spec.when.every((guard) => holds(guard, given))) return write({});
  const read = spec.verdict === undefined ? outputsOf(spec, place) : judged(spec, environment, place);
  if (read.problems.length > 0) return read.problems;
  if (spec.member === undefined) return write(read.texts);
  return write({ member: memberText(evaluate(spec.member, given), read.texts) });
}

interface Read {
  readonly texts: { readonly [name: string]: string };
  readonly problems: readonly string[];
}

function outputsOf({ outputs }: HandOn, place: TextFiles): Read {
  const problems: string[] = [];
  const texts = outputs.map(({ name, file, type, default: fallback }) => {
    const text = contentOf(place, file) ?? fallback;
    const problem = text === undefined ? `the program left no ${file}` : misfit(text, type);
    if (problem !== undefined)
      problems.push(`output ${name}: ${problem}${text === undefined ? '' : `: ${excerpt(text, 80)}`}`);
    return [name, text ?? ''];
  });
  return { texts: Object.fromEntries(texts), problems };
}

/** A gate whose program failed, or that left none of the words of who judged, could not judge. */
function judged({ outputs, verdict }: HandOn, environment: Environment, place: TextFiles): Read {
  const codes = (environment[variables.exitCodes] ?? '').split(' ').filter((file) => file !== '');
  const wentWell = codes.every((file) => contentOf(place, file)?.trim() === '0');
  const texts = outputs.map((output) => {
    const text = contentOf(place, output.file);
    if (output.name !== verdict) return [output.name, told(output, text)];
    const word = wentWell && text !== undefined && ['pass', 'fail', 'inconclusive'].includes(text) ? text : 'error';
    return [output.name, word];
  });
  return { texts: Object.fromEntries(texts), problems: [] };
}

/** Free text is cut to what can't do harm; anything else that does not fit is its default. */
function told({ type, default: fallback = '' }: Output, text: string | undefined): string {
  if (text === undefined) return fallback;
  if (type.kind === 'text' && type.pattern === undefined) return excerpt(text).replaceAll('$', '') || fallback;
  return misfit(text, type) === undefined ? text : fallback;
}

/** Without the line's end that most programs write. */
function contentOf(place: TextFiles, file: string): string | undefined {
  return place.read(file)?.replace(/\n$/, '');
}
