import type { Condition } from '../condition';
import { type Fields, listAt, textAt } from '../field';
import type { Subject } from '../subject';

const variable = /\$\((tasks|params)(?:\.([A-Za-z0-9_-]+)|\[["']([^"'\]]+)["']\])([^)]*)\)/;

/** What a `when` of Tekton asks. @internal */
export function guardOf(when: unknown, path: string): Condition {
  const input = textAt(when, 'input');
  const words = listAt(when, 'values').map((word) => textAt(word));
  const except = textAt(when, 'operator') === 'notin';
  const cel = textAt(when, 'cel');
  const subject = subjectOf(input, path);
  const text = cel === '' ? `${input}${except ? ' not' : ''} in ${words.join(', ')}` : cel;
  if (cel !== '' || subject === undefined || words.some((word) => word.includes('$('))) return { text: plain(text) };
  return { subject, words: { words, except }, text };
}

/** The one thing that a text is: a result or the status of a task, a parameter of the run. */
function subjectOf(text: string, path: string): Subject | undefined {
  const [all, kind, dotted, quoted, rest = ''] = variable.exec(text.trim()) ?? [];
  const name = dotted ?? quoted ?? '';
  if (all !== text.trim()) return undefined;
  if (kind === 'params') return rest === '' ? { key: `${path}#${name}`, field: name } : undefined;
  if (name === 'status' && rest === '') return { key: `${path}#status`, step: 'tasks', field: 'status' };
  const producer = `${path}/${name}`;
  if (rest === '.status') return { key: `${producer}#status`, producer, step: name, field: 'status' };
  const field = /^\.results(?:\.([A-Za-z0-9_-]+)|\[["']([^"'\]]+)["']\])$/.exec(rest);
  const result = field?.[1] ?? field?.[2];
  return result === undefined ? undefined : { key: `${producer}#.${result}`, producer, step: name, field: result };
}

/** A text with each result in the words of a person. */
function plain(text: string): string {
  return text
    .replaceAll(/\$\(tasks\.([\w-]+)\.results\.([\w-]+)\)/g, '$1 $2')
    .replaceAll(/\$\((?:params\.)?([^()]*)\)/g, '$1');
}

/** The parameters of a task in the texts of its steps. @internal */
export function withParams(when: unknown, task: Fields): unknown {
  const values = new Map(listAt(task, 'params').map((each) => [textAt(each, 'name'), textAt(each, 'value')]));
  const input = textAt(when, 'input').replaceAll(
    /\$\(params(?:\.([A-Za-z0-9_-]+)|\[["']([^"'\]]+)["']\])\)/g,
    (written, dotted?: string, quoted?: string) => values.get(dotted ?? quoted ?? '') ?? written,
  );
  return typeof when === 'object' && when !== null ? { ...when, input } : when;
}
