import { builtinNature } from './check-builtin';
import { checkPattern } from './check-pattern';
import { CompileError, UnsupportedError } from './evaluation-error';
import type { Nature } from './nature';
import * as of from './nature';
import type { Node } from './node';

/** What the checker knows around a node. */
interface Around {
  /** The type of a name of the environment; undefined if there is none. */
  readonly environment: (name: string) => Nature | undefined;
  readonly locals: ReadonlyMap<string, Nature>;
  readonly pointer?: { readonly collection: Nature; readonly names: ReadonlyMap<string, Nature> } | undefined;
}

/**
 * Looks for what the engine rejects before it runs an expression: unknown names, and types that can't meet.
 *
 * @throws CompileError
 * @internal
 */
export function check(node: Node, environment: (name: string) => Nature | undefined): void {
  natureOf(node, { environment, locals: new Map() });
}

function natureOf(node: Node, around: Around): Nature {
  const of1 = (each: Node) => natureOf(each, around);
  switch (node.type) {
    case 'nil':
      return of.nil;
    case 'bool':
      return of.bool;
    case 'int':
      return of.int;
    case 'float':
      return of.float;
    case 'string':
      return of.text;
    case 'identifier':
      return identifierNature(node.name, around);
    case 'unary':
      return unaryNature(node.operator, of1(node.node));
    case 'binary':
      return binaryNature(node, of1(node.left), of1(node.right));
    case 'chain':
      return of1(node.node);
    case 'member':
      return memberNature(node.property, of1(node.node), of1(node.property));
    case 'slice':
      return sliceNature(node, around);
    case 'call':
      return callNature(node, around);
    case 'builtin':
      return builtinNature(node, of1, (each, collection, names) =>
        natureOf(each, { ...around, pointer: { collection, names } }),
      );
    case 'predicate':
      return of1(node.node);
    case 'pointer':
      return pointerNature(node.name, around);
    case 'let':
      if (around.environment(node.name) !== undefined || around.locals.has(node.name)) {
        throw new CompileError(`cannot redeclare ${node.name}`);
      }
      return natureOf(node.body, { ...around, locals: new Map(around.locals).set(node.name, of1(node.value)) });
    case 'sequence':
      return node.nodes.map(of1).at(-1) ?? of.unknown;
    case 'conditional':
      return conditionalNature(of1(node.condition), of1(node.yes), of1(node.no));
    case 'array': {
      const natures = node.nodes.map(of1);
      const [first] = natures;
      if (first === undefined) return of.listOf(of.unknown);
      if (natures.some((each) => goKind(each) !== goKind(first))) return of.list;
      return of.listOf(natures.at(-1) ?? first);
    }
    case 'map':
      for (const { key, value } of node.pairs) {
        of1(key);
        of1(value);
      }
      return of.anyMap;
  }
}

/** Go has no kind for nil, nor for what it does not know. */
const goKind = ({ kind }: Nature): string => (kind === 'nil' ? 'unknown' : kind);

function identifierNature(name: string, { environment, locals }: Around): Nature {
  const local = locals.get(name);
  if (local !== undefined) return local;
  if (name === '$env') throw new UnsupportedError('$env');
  const nature = environment(name);
  if (nature === undefined) throw new CompileError(`unknown name ${name}`);
  return nature;
}

function unaryNature(operator: string, nature: Nature): Nature {
  if (operator === '!' || operator === 'not') {
    if (nature.kind === 'bool' || of.isUnknown(nature)) return of.bool;
  } else if (of.isNumber(nature)) {
    return nature;
  } else if (of.isUnknown(nature)) {
    return of.unknown;
  }
  throw new CompileError(`invalid operation: ${operator} (mismatched type ${of.goName(nature)})`);
}

function binaryNature(node: Node & { readonly type: 'binary' }, l: Nature, r: Nature): Nature {
  const numbers = of.isNumber(l) && of.isNumber(r);
  const both = (kind: of.Kind) => l.kind === kind && r.kind === kind;
  const promoted = l.kind === 'float' || r.kind === 'float' ? of.float : of.int;
  switch (node.operator) {
    case '==':
    case '!=':
      if (of.comparable(l, r)) return of.bool;
      break;
    case 'or':
    case '||':
    case 'and':
    case '&&':
      if (both('bool') || of.maybe(l, r, 'bool')) return of.bool;
      break;
    case '<':
    case '>':
    case '>=':
    case '<=':
      if (numbers || both('string') || of.maybe(l, r, 'int', 'float', 'string')) return of.bool;
      break;
    case '-':
    case '*':
      if (numbers) return promoted;
      if (of.maybe(l, r, 'int', 'float')) return of.unknown;
      break;
    case '+':
      if (numbers) return promoted;
      if (both('string')) return of.text;
      if (of.maybe(l, r, 'int', 'float', 'string')) return of.unknown;
      break;
    case '/':
    case '**':
    case '^':
      if (numbers || of.maybe(l, r, 'int', 'float')) return of.float;
      break;
    case '%':
      if (both('int') || of.maybe(l, r, 'int')) return of.int;
      break;
    case 'in':
      if (inFits(l, r)) return of.bool;
      break;
    case 'matches':
      if (node.right.type === 'string') checkPattern(node.right.value);
      if (both('string') || of.maybe(l, r, 'string')) return of.bool;
      break;
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      if (both('string') || of.maybe(l, r, 'string')) return of.bool;
      break;
    case '..':
      if (both('int') || of.maybe(l, r, 'int')) return of.listOf(of.int);
      break;
    case '??':
      if (l.kind === 'nil') return r;
      if (r.kind === 'nil') return l;
      return of.assignable(r, l) ? l : of.unknown;
  }
  const types = `mismatched types ${of.goName(l)} and ${of.goName(r)}`;
  throw new CompileError(`invalid operation: ${node.operator} (${types})`);
}

function inFits(l: Nature, r: Nature): boolean {
  if (r.kind === 'map') {
    if (of.isUnknown(l) || r.key === 'any' || l.kind === 'string') return true;
    throw new CompileError(`cannot use ${of.goName(l)} as type string in map key`);
  }
  if (r.kind === 'array') {
    if (of.comparable(l, r.element)) return true;
    throw new CompileError(`cannot use ${of.goName(l)} as type ${of.goName(r.element)} in array`);
  }
  return (of.isUnknown(l) && r.kind === 'string') || of.isUnknown(r);
}

function memberNature(property: Node, base: Nature, prop: Nature): Nature {
  const name = property.type === 'string' ? property.value : undefined;
  switch (base.kind) {
    case 'unknown':
    case 'any':
      return of.unknown;
    case 'map':
      if (base.key === 'string' && prop.kind !== 'string' && !of.isUnknown(prop)) {
        throw new CompileError(`cannot use ${of.goName(prop)} to get an element from ${of.goName(base)}`);
      }
      return base.element;
    case 'array':
      if (prop.kind !== 'int' && !of.isUnknown(prop)) {
        throw new CompileError(`array elements can only be selected using an integer (got ${of.goName(prop)})`);
      }
      return base.element;
    case 'struct': {
      const field = base.fields?.get(name ?? '');
      if (field !== undefined) return field;
      if (base.fields === undefined || name === undefined) throw new UnsupportedError('a look into an artifact');
      throw new CompileError(`type controller.TaskResults has no field ${name}`);
    }
    default:
      if (name === undefined) throw new CompileError(`type ${of.goName(base)}[${of.goName(prop)}] is undefined`);
      throw new CompileError(`type ${base.kind === 'nil' ? 'nil' : of.goName(base)} has no field ${name}`);
  }
}

function sliceNature(node: Node & { readonly type: 'slice' }, around: Around): Nature {
  const nature = natureOf(node.node, around);
  // The engine does not look at the bounds then.
  if (of.isUnknown(nature)) return of.unknown;
  if (nature.kind !== 'string' && nature.kind !== 'array') throw new CompileError(`cannot slice ${of.goName(nature)}`);
  for (const bound of [node.from, node.to]) {
    if (bound === undefined) continue;
    const index = natureOf(bound, around);
    if (index.kind !== 'int' && !of.isUnknown(index)) throw new CompileError(`non-integer slice index ${index.kind}`);
  }
  return nature;
}

/** The functions that Argo adds: the types of what they take and give. */
const added = new Map<string, { readonly takes: readonly Nature[]; readonly gives: Nature }>([
  ['asInt', { takes: [of.any], gives: of.any }],
  ['asFloat', { takes: [of.any], gives: of.any }],
  ['toJson', { takes: [of.any], gives: of.text }],
  ['jsonpath', { takes: [of.text, of.text], gives: of.any }],
]);

function callNature(node: Node & { readonly type: 'call' }, around: Around): Nature {
  const callee = natureOf(node.callee, around);
  // The engine does not look at the arguments then.
  if (of.isUnknown(callee)) return of.unknown;
  const name = node.callee.type === 'identifier' ? node.callee.name : 'function';
  if (callee.kind === 'nil') throw new CompileError(`${name} is nil; cannot call nil as function`);
  const signature = added.get(name);
  if (callee.kind !== 'function' || signature === undefined) {
    throw new CompileError(`${of.goName(callee)} is not callable`);
  }
  const { takes, gives } = signature;
  if (node.args.length > takes.length) throw new CompileError(`too many arguments to call ${name}`);
  if (node.args.length < takes.length) throw new CompileError(`not enough arguments to call ${name}`);
  for (const [index, arg] of node.args.entries()) {
    const given = natureOf(arg, around);
    const wanted = takes[index] ?? of.any;
    if (wanted.kind === 'any' || of.isUnknown(given) || of.assignable(given, wanted)) continue;
    throw new CompileError(`cannot use ${of.goName(given)} as argument (type ${of.goName(wanted)}) to call ${name}`);
  }
  return gives;
}

function pointerNature(name: string, { pointer }: Around): Nature {
  if (pointer === undefined) throw new CompileError('cannot use pointer accessor outside predicate');
  if (name !== '') {
    const nature = pointer.names.get(name);
    if (nature === undefined) throw new CompileError(`unknown pointer #${name}`);
    return nature;
  }
  return pointer.collection.kind === 'array' ? pointer.collection.element : of.unknown;
}

function conditionalNature(condition: Nature, yes: Nature, no: Nature): Nature {
  if (condition.kind !== 'bool' && !of.isUnknown(condition)) {
    throw new CompileError(`non-bool expression (type ${of.goName(condition)}) used as condition`);
  }
  if (yes.kind === 'nil') return no;
  if (no.kind === 'nil') return yes;
  if (!of.assignable(yes, no)) return of.unknown;
  if (yes.kind !== 'array' || no.kind !== 'array') return yes;
  const same = of.assignable(yes.element, no.element) && of.assignable(no.element, yes.element);
  return same ? yes : of.list;
}
