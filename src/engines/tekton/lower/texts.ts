import type { Expression, Guard } from '../../../programs/values/expression';
import type { Value } from '../value/value';
import type { Draft } from './draft';

/** Every text in Tekton's words that a task is given, besides those it is guarded by. @internal */
export function textsOf({ work, loop }: Draft): readonly string[] {
  const own =
    work.kind === 'run'
      ? Object.values(work.args).flatMap(givenIn)
      : work.kind === 'ask'
        ? []
        : work.values.flatMap(({ expression }) => givenTo(expression));
  return [...own, ...(typeof loop?.items === 'string' ? [loop.items] : [])];
}

/** The tasks whose results a text has. @internal */
export function tasksIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\(tasks\.([a-z0-9-]+)\.results\./g)].flatMap(([, name]) => name ?? []);
}

function givenIn(value: Value): readonly string[] {
  return value.kind === 'text' ? [value.text] : givenTo(value.expression);
}

/** What an expression is given, each once. @internal */
export function givenTo(expression: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { kind, name, members } = value as { readonly [key: string]: unknown };
    if (kind === 'given' && typeof name === 'string') found.add(name);
    if (kind === 'gathered' && typeof members === 'string') found.add(members);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(expression);
  return [...found];
}

/** The same expression, given things under other names. @internal */
export function renamed<E extends Expression | readonly Guard[]>(expression: E, nameOf: (text: string) => string): E {
  return JSON.parse(JSON.stringify(expression), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { kind, name, members } = value as { readonly [key: string]: unknown };
    if (kind === 'given' && typeof name === 'string') return { ...value, name: nameOf(name) };
    if (kind === 'gathered' && typeof members === 'string') return { ...value, members: nameOf(members) };
    return value;
  });
}
