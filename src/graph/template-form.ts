import { type Fields, listAt, mapAt, textAt } from './field';

/** One step of a group, or one task of a DAG. @internal */
export type Call = Fields;

/** The groups of a steps template; steps of a group start together. @internal */
export function groupsOf(template: Fields): readonly (readonly Call[])[] {
  return listAt(template, 'steps').map((group) =>
    Array.isArray(group) ? group.map((step) => mapAt(step)) : [mapAt(group)],
  );
}

/** @internal */
export function tasksOf(template: Fields): readonly Call[] {
  return listAt(template, 'dag', 'tasks').map((task) => mapAt(task));
}

/** How a template that is called looks in a picture. @internal */
export type Form = 'leaf' | 'wrapper' | 'branch' | 'block';

/**
 * A wrapper only calls one other template and is drawn as that; a branch is nothing but its conditions, which are drawn on
 * arrows; a block gets a box.
 *
 * @internal
 */
export function formOf(template: Fields): Form {
  const groups = groupsOf(template);
  const calls = [...groups.flat(), ...tasksOf(template)];
  if (!('steps' in template || 'dag' in template) || calls.length === 0) return 'leaf';
  const conditional = calls.filter((call) => textAt(call, 'when') !== '');
  if (groups.length === 1 && conditional.length === calls.length) return 'branch';
  return calls.length === 1 && conditional.length === 0 ? 'wrapper' : 'block';
}

/** @internal */
export function isLoop(call: Call): boolean {
  return 'withItems' in call || 'withParam' in call || 'withSequence' in call;
}

/** How often a call is made, if not once. @internal */
export function loopText(call: Call): string {
  const items = listAt(call, 'withItems');
  if (items.length > 0) return `for each of ${items.length} items`;
  const count = textAt(call, 'withSequence', 'count');
  if (/^\d+$/.test(count)) return `${count} times`;
  return isLoop(call) ? 'for each item' : '';
}

/**
 * Whether a template always ends red: our program that does nothing else, or a script whose last and only exit is not 0.
 *
 * @internal
 */
export function endsRed(template: Fields): boolean {
  const command = listAt(template, 'container', 'command').map((word) => textAt(word));
  if (command.includes('/program/hold.mjs')) return true;
  const words = [...command, ...listAt(template, 'container', 'args').map((word) => textAt(word))];
  if (words.length === 1 && /^(?:\/usr)?(?:\/bin\/)?false$/.test(words[0] ?? '')) return true;
  const isShell = /(?:^|\/)(?:ba|da|a|z)?sh$/.test(words[0] ?? '');
  return exitsRed(textAt(template, 'script', 'source')) || (isShell && exitsRed(words.at(-1) ?? ''));
}

function exitsRed(script: string): boolean {
  const exits = script.match(/\bexit\b[ \t]*\d*/g) ?? [];
  return exits.length === 1 && /(?:^|[;\n])[ \t]*exit[ \t]+0*[1-9]\d*[ \t]*;?\s*$/.test(script);
}
