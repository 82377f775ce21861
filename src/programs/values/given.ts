import { InputError } from '../input-error';

/** The values that a program is given by its arguments. @internal */
export interface Given {
  readonly texts: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads arguments: `name=text`, and `name[]` followed by the items of a list, each JSON or empty.
 *
 * @throws InputError for an argument that is none of these
 * @internal
 */
export function readGiven(args: readonly string[]): Given {
  const texts = new Map<string, string>();
  const lists = new Map<string, string[]>();
  let items: string[] | undefined;
  for (const argument of args) {
    const list = /^([a-z][a-z0-9-]*)\[\]$/.exec(argument);
    const text = /^([a-z][a-z0-9-]*)=([\s\S]*)$/.exec(argument);
    if (list !== null) {
      items = [];
      lists.set(list[1] ?? '', items);
    } else if (text !== null) texts.set(text[1] ?? '', text[2] ?? '');
    else if (items !== undefined && (argument === '' || argument.startsWith('{'))) items.push(argument);
    else throw new InputError('an argument is neither name=text nor a list');
  }
  return { texts, lists };
}
