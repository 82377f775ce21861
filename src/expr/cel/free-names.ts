import { namesItems } from './macros';
import type { Cel } from './tree';

/** A name that an expression asks for, and does not bring itself. @internal */
export interface FreeName {
  readonly name: string;
  readonly at: number;
}

/** All of them; fields, functions and messages are others. @internal */
export function* freeNames(of: Cel, own: ReadonlySet<string> = new Set()): Generator<FreeName> {
  switch (of.kind) {
    case 'name':
      if (!own.has(of.name)) yield { name: of.name, at: of.at };
      return;
    case 'select':
      yield* freeNames(of.of, own);
      return;
    case 'call': {
      if (of.of !== undefined) yield* freeNames(of.of, own);
      const [item, ...rest] = of.given;
      if (!namesItems(of) || item?.kind !== 'name') {
        for (const given of of.given) yield* freeNames(given, own);
        return;
      }
      for (const given of rest) yield* freeNames(given, new Set([...own, item.name]));
      return;
    }
    case 'made':
    case 'message':
      for (const part of of.of) yield* freeNames(part, own);
      return;
    default:
  }
}
