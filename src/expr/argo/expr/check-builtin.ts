import { CompileError, UnsupportedError } from './evaluation-error';
import type { Nature } from './nature';
import * as of from './nature';
import type { Node } from './node';

type BuiltinNode = Node & { readonly type: 'builtin' };
type Names = ReadonlyMap<string, Nature>;

/**
 * The type of what a function of the language gives.
 *
 * @param natureOf the type of an argument
 * @param predicateOf the type that a predicate gives, over a collection
 * @throws CompileError for arguments that it can't take
 * @internal
 */
export function builtinNature(
  node: BuiltinNode,
  natureOf: (node: Node) => Nature,
  predicateOf: (node: Node, collection: Nature, names: Names) => Nature,
): Nature {
  const overCollection = collectionFunctions.get(node.name);
  if (overCollection !== undefined) return overCollection(node, natureOf, predicateOf);
  const natures = node.args.map(natureOf);
  const signatures = typed.get(node.name);
  if (signatures !== undefined) return callTyped(node.name, natures, signatures);
  const validate = validated.get(node.name);
  if (validate === undefined) throw new UnsupportedError(`the function '${node.name}'`);
  return validate(natures, node.name);
}

type CollectionFunction = (
  node: BuiltinNode,
  natureOf: (node: Node) => Nature,
  predicateOf: (node: Node, collection: Nature, names: Names) => Nature,
) => Nature;

const noNames: Names = new Map();

function over(
  gives: (collection: Nature, predicate: Nature | undefined) => Nature,
  { names = noNames, yieldsBool = false }: { readonly names?: Names; readonly yieldsBool?: boolean } = {},
): CollectionFunction {
  return (node, natureOf, predicateOf) => {
    const [first, predicate, last] = node.args;
    if (first === undefined) throw new CompileError(`not enough arguments to call ${node.name}`);
    const collection = natureOf(first);
    if (collection.kind !== 'array' && !of.isUnknown(collection)) {
      throw new CompileError(`builtin ${node.name} takes only array (got ${of.goName(collection)})`);
    }
    const out = predicate === undefined ? undefined : predicateOf(predicate, collection, names);
    if (last !== undefined) natureOf(last);
    if (out?.kind === 'nil') {
      throw new CompileError('predicate should has one input and one output param');
    }
    if (yieldsBool && out !== undefined && out.kind !== 'bool' && !of.isUnknown(out)) {
      throw new CompileError(`predicate should return boolean (got ${of.goName(out)})`);
    }
    return gives(collection, out);
  };
}

/** What a function gives is any value, where more is not known. */
const asGo = (nature: Nature): Nature => (of.isUnknown(nature) ? of.any : nature);

const element = (collection: Nature): Nature => (collection.kind === 'array' ? collection.element : of.unknown);
const index: Names = new Map([['index', of.int]]);
const indexAndSoFar: Names = new Map([
  ['index', of.int],
  ['acc', of.unknown],
]);

const collectionFunctions: ReadonlyMap<string, CollectionFunction> = new Map([
  ['all', over(() => of.bool, { yieldsBool: true })],
  ['none', over(() => of.bool, { yieldsBool: true })],
  ['any', over(() => of.bool, { yieldsBool: true })],
  ['one', over(() => of.bool, { yieldsBool: true })],
  ['filter', over((all) => (of.isUnknown(all) ? of.list : of.listOf(element(all))), { yieldsBool: true })],
  ['map', over((_, out = of.unknown) => of.listOf(out), { names: index })],
  ['count', over(() => of.int, { yieldsBool: true })],
  ['sum', over((collection, out) => (out === undefined ? element(collection) : asGo(out)))],
  ['find', over((collection) => element(collection), { yieldsBool: true })],
  ['findLast', over((collection) => element(collection), { yieldsBool: true })],
  ['findIndex', over(() => of.int, { yieldsBool: true })],
  ['findLastIndex', over(() => of.int, { yieldsBool: true })],
  ['groupBy', over((collection): Nature => ({ kind: 'map', key: 'any', element: of.listOf(element(collection)) }))],
  ['sortBy', over((collection) => collection)],
  ['reduce', over((_, out = of.unknown) => out, { names: indexAndSoFar })],
]);

type Signature = readonly [takes: readonly Nature[], gives: Nature];

const { text, texts, int, bool, any, list } = of;
const ints: Nature = { kind: 'array', element: of.int, go: 'int' };

/** The functions whose types are written down, in the order in which the engine tries them. */
const typed: ReadonlyMap<string, readonly Signature[]> = new Map<string, readonly Signature[]>([
  ['type', [[[any], text]]],
  ['string', [[[any], text]]],
  [
    'trim',
    [
      [[text], text],
      [[text, text], text],
    ],
  ],
  [
    'trimPrefix',
    [
      [[text, text], text],
      [[text], text],
    ],
  ],
  [
    'trimSuffix',
    [
      [[text, text], text],
      [[text], text],
    ],
  ],
  ['upper', [[[text], text]]],
  ['lower', [[[text], text]]],
  [
    'split',
    [
      [[text, text], texts],
      [[text, text, int], texts],
    ],
  ],
  [
    'splitAfter',
    [
      [[text, text], texts],
      [[text, text, int], texts],
    ],
  ],
  [
    'replace',
    [
      [[text, text, text, int], text],
      [[text, text, text], text],
    ],
  ],
  ['repeat', [[[text, int], text]]],
  [
    'join',
    [
      [[texts, text], text],
      [[list, text], text],
      [[list], text],
      [[texts], text],
    ],
  ],
  ['indexOf', [[[text, text], int]]],
  ['lastIndexOf', [[[text, text], int]]],
  ['hasPrefix', [[[text, text], bool]]],
  ['hasSuffix', [[[text, text], bool]]],
  ['toJSON', [[[any], text]]],
  ['fromJSON', [[[text], any]]],
  ['toBase64', [[[text], text]]],
  ['fromBase64', [[[text], text]]],
  [
    'sort',
    [
      [[list, text], list],
      [[ints, text], list],
      [[texts, text], list],
      [[list], list],
      [[texts], list],
      [[ints], list],
    ],
  ],
  ...['bitand', 'bitor', 'bitxor', 'bitnand', 'bitshl', 'bitshr', 'bitushr'].map(
    (name) => [name, [[[int, int], int]]] as const,
  ),
  ['bitnot', [[[int], int]]],
]);

function callTyped(name: string, natures: readonly Nature[], signatures: readonly Signature[]): Nature {
  let problem = '';
  for (const [takes, gives] of signatures) {
    if (natures.length > takes.length) problem = `too many arguments to call ${name}`;
    else if (natures.length < takes.length) problem = `not enough arguments to call ${name}`;
    else {
      const wrong = natures.findIndex((given, at) => !fits(given, takes[at] ?? any));
      if (wrong < 0) return gives;
      const given = natures[wrong] ?? any;
      const wanted = of.goName(takes[wrong] ?? any);
      problem =
        given.kind === 'nil'
          ? `cannot use nil as argument (type ${wanted}) to call ${name}`
          : `cannot use ${of.goName(given)} as argument (type ${wanted}) to call ${name}`;
    }
  }
  throw new CompileError(problem);
}

function fits(given: Nature, wanted: Nature): boolean {
  if (wanted.kind === 'any' || of.isUnknown(given)) return true;
  return given.kind !== 'nil' && of.assignable(given, wanted);
}

type Validate = (natures: readonly Nature[], name: string) => Nature;

const is = (nature: Nature, ...kinds: readonly of.Kind[]): boolean =>
  of.isUnknown(nature) || kinds.includes(nature.kind);

function one(natures: readonly Nature[]): Nature {
  const [first] = natures;
  if (first !== undefined && natures.length === 1) return first;
  throw new CompileError(`invalid number of arguments (expected 1, got ${natures.length})`);
}

/** A function of one argument, of some kinds. */
const takes =
  (kinds: readonly of.Kind[], gives: (nature: Nature) => Nature, words = 'invalid argument for'): Validate =>
  (natures, name) => {
    const nature = one(natures);
    if (is(nature, ...kinds)) return gives(nature);
    throw new CompileError(`${words} ${name} (type ${of.goName(nature)})`);
  };

const aggregate: Validate = (natures, name) => {
  const [first] = natures;
  if (first === undefined) throw new CompileError(`not enough arguments to call ${name}`);
  for (const nature of natures) {
    // The first list ends the search, whatever follows.
    if (is(nature, 'array')) return any;
    if (!of.isNumber(nature)) throw new CompileError(`invalid argument for ${name} (type ${of.goName(nature)})`);
  }
  return first;
};

const validated: ReadonlyMap<string, Validate> = new Map<string, Validate>([
  ['len', takes(['array', 'map', 'string'], () => int)],
  ['abs', takes(['int', 'float'], asGo)],
  ['ceil', takes(['int', 'float'], () => of.float)],
  ['floor', takes(['int', 'float'], () => of.float)],
  ['round', takes(['int', 'float'], () => of.float)],
  ['int', takes(['int', 'float', 'string'], () => int)],
  ['float', takes(['int', 'float', 'string'], () => of.float)],
  ['max', aggregate],
  ['min', aggregate],
  ['mean', aggregate],
  ['median', aggregate],
  ['first', takes(['array'], goElement)],
  ['last', takes(['array'], goElement)],
  ['get', getNature],
  ['take', takeNature],
  ['keys', takes(['map'], () => list)],
  ['values', takes(['map'], () => list)],
  ['toPairs', takes(['map'], () => list)],
  ['fromPairs', takes(['array'], (): Nature => ({ kind: 'map', key: 'any', element: any }))],
  ['reverse', takes(['array'], () => list)],
  ['uniq', takes(['array'], () => list)],
  ['flatten', takes(['array'], () => list)],
  [
    'concat',
    (natures) => {
      if (natures.length === 0) throw new CompileError('invalid number of arguments (expected at least 1, got 0)');
      const wrong = natures.find((nature) => !is(nature, 'array'));
      if (wrong !== undefined) throw new CompileError(`cannot concat ${of.goName(wrong)}`);
      return list;
    },
  ],
]);

/** Only the type in Go is looked at here, not what is known of the items. */
function goElement(nature: Nature): Nature {
  if (nature.kind !== 'array' || nature.go === 'any') return any;
  return nature.element;
}

function getNature(natures: readonly Nature[]): Nature {
  const [base, property] = natures;
  if (base === undefined || property === undefined || natures.length !== 2) {
    throw new CompileError(`invalid number of arguments (expected 2, got ${natures.length})`);
  }
  if (of.isUnknown(base)) return of.unknown;
  if (base.kind === 'array') {
    if (is(property, 'int')) return base.element;
    throw new CompileError(`non-integer slice index ${of.goName(property)}`);
  }
  if (base.kind === 'map') {
    if (base.key === 'any' || is(property, 'string')) return base.element;
    throw new CompileError(`cannot use ${of.goName(property)} to get an element from ${of.goName(base)}`);
  }
  throw new CompileError(`type ${of.goName(base)} does not support indexing`);
}

function takeNature(natures: readonly Nature[]): Nature {
  const [base, count] = natures;
  if (base === undefined || count === undefined || natures.length !== 2) {
    throw new CompileError(`invalid number of arguments (expected 2, got ${natures.length})`);
  }
  if (!is(base, 'array')) throw new CompileError(`cannot take from ${of.goName(base)}`);
  if (!is(count, 'int')) throw new CompileError(`cannot take ${of.goName(count)} elements`);
  // What is known of the items is lost.
  if (of.isUnknown(base)) return any;
  return base.kind === 'array' && base.go === 'any' ? list : base;
}
