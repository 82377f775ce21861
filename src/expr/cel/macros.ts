import { type Cel, CelError } from './tree';

type Call = Extract<Cel, { readonly kind: 'call' }>;

/** Those that name each item of a list, by how many arguments they take. */
const each: Readonly<Record<string, readonly number[]>> = {
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  map: [2, 3],
};

/** Whether a call names the items of a list in its first argument. @internal */
export function namesItems({ name, of, given }: Call): boolean {
  return of !== undefined && Object.hasOwn(each, name) && each[name]?.includes(given.length) === true;
}

/** @throws CelError for what is written like one of CEL's macros and is none. @internal */
export function checkMacro(call: Call): void {
  const { name, of, given, at } = call;
  const [first] = given;
  if (name === 'has' && of === undefined && given.length === 1 && first?.kind !== 'select')
    throw new CelError('has() asks for a field: has(body.ref)', at);
  if (namesItems(call) && first?.kind !== 'name')
    throw new CelError(`the first argument of ${name}() is the name of an item: list.${name}(item, …)`, at);
}
