import { isList, type Value } from '../value';
import { runBuiltin } from './builtin';
import { EvaluationError, UnsupportedError } from './evaluation-error';
import type { Node } from './node';
import { arithmetic, equal, fetch, isIn, isInTexts, matches, ordered, slice, textTest } from './operators';
import { textsOf } from './optimize';
import { runOverCollection } from './over-collection';

/**
 * What a program sees while it runs.
 *
 * @internal
 */
export interface Frame {
  /** The value of a name of the environment. */
  readonly value: (name: string) => Value;
  readonly locals: Map<string, Value>;
  /** The item that a predicate looks at, innermost last. */
  readonly pointers: Pointer[];
}

/** @internal */
export interface Pointer {
  item: Value;
  index: bigint;
  soFar: Value;
}

/** @internal */
export type Program = (frame: Frame) => Value;

/** Runs through a chain after an `?.` that met nil. */
const stopped = Symbol('stopped') as unknown as Value;

/**
 * A tree as a function of what it sees.
 *
 * @internal
 */
export function compile(node: Node): Program {
  switch (node.type) {
    case 'nil':
      return () => null;
    case 'bool':
    case 'int':
    case 'float':
    case 'string': {
      const { value } = node;
      return () => value;
    }
    case 'identifier': {
      const { name } = node;
      return ({ locals, value }) => {
        if (locals.size === 0) return value(name);
        const local = locals.get(name);
        return local === undefined ? value(name) : local;
      };
    }
    case 'unary':
      return compileUnary(node.operator, compile(node.node));
    case 'binary':
      return compileBinary(node);
    case 'chain': {
      const inner = compile(node.node);
      return (frame) => {
        const value = inner(frame);
        return value === stopped ? null : value;
      };
    }
    case 'member':
      return compileMember(node);
    case 'slice':
      return compileSlice(node);
    case 'call':
      return compileCall(compile(node.callee), node.args.map(compile));
    case 'builtin': {
      const over = runOverCollection(node, compile);
      return over ?? runBuiltin(node.name, node.args.map(compile));
    }
    case 'predicate':
      return compile(node.node);
    case 'pointer':
      return compilePointer(node.name);
    case 'let': {
      const value = compile(node.value);
      const body = compile(node.body);
      return (frame) => body({ ...frame, locals: new Map(frame.locals).set(node.name, value(frame)) });
    }
    case 'sequence': {
      const nodes = node.nodes.map(compile);
      return (frame) => nodes.reduce<Value>((_, each) => each(frame), null);
    }
    case 'conditional': {
      const condition = compile(node.condition);
      const yes = compile(node.yes);
      const no = compile(node.no);
      return (frame) => (truth(condition(frame)) ? yes(frame) : no(frame));
    }
    case 'array': {
      const nodes = node.nodes.map(compile);
      return (frame) => nodes.map((each) => each(frame));
    }
    case 'map':
      return compileMap(node);
  }
}

/**
 * @throws EvaluationError for what is no bool
 * @internal
 */
export function truth(value: Value): boolean {
  if (value === true || value === false) return value;
  const type = value === null ? 'nil' : typeof value;
  throw new EvaluationError(`interface conversion: interface {} is ${type}, not bool`);
}

function compileUnary(operator: string, inner: Program): Program {
  if (operator === '!' || operator === 'not') return (frame) => !truth(inner(frame));
  if (operator === '+') return inner;
  return (frame) => {
    const value = inner(frame);
    if (typeof value === 'bigint') return BigInt.asIntN(64, -value);
    if (typeof value === 'number') return -value;
    throw new EvaluationError('invalid operation: - of what is no number');
  };
}

function compileBinary({ operator, left: l, right: r }: Node & { readonly type: 'binary' }): Program {
  const left = compile(l);
  const texts = operator === 'in' ? textsOf(r) : undefined;
  if (texts !== undefined) return (frame) => isInTexts(left(frame), texts);
  const right = compile(r);
  switch (operator) {
    case '==':
      return (frame) => equal(left(frame), right(frame));
    case '!=':
      return (frame) => !equal(left(frame), right(frame));
    // The right side is not looked at: it need not be a bool.
    case 'or':
    case '||':
      return (frame) => truth(left(frame)) || right(frame);
    case 'and':
    case '&&':
      return (frame) => truth(left(frame)) && right(frame);
    case '??':
      return (frame) => left(frame) ?? right(frame);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return (frame) => ordered(operator, left(frame), right(frame));
    case 'in':
      return (frame) => isIn(left(frame), right(frame));
    case 'matches':
      return (frame) => matches(left(frame), right(frame));
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return (frame) => textTest(operator, left(frame), right(frame));
    case '..':
      return (frame) => range(left(frame), right(frame));
    default:
      return (frame) => arithmetic(operator, left(frame), right(frame));
  }
}

const memoryBudget = 1_000_000n;

function range(from: Value, to: Value): Value {
  if (typeof from !== 'bigint' || typeof to !== 'bigint') throw new EvaluationError('a range is between integers');
  const size = to - from + 1n;
  if (size >= memoryBudget) throw new EvaluationError('memory budget exceeded');
  return Array.from({ length: size <= 0n ? 0 : Number(size) }, (_, index) => from + BigInt(index));
}

function compileMember({ node, property, optional }: Node & { readonly type: 'member' }): Program {
  const base = compile(node);
  const key = compile(property);
  return (frame) => {
    const from = base(frame);
    if (from === stopped || (optional && from === null)) return stopped;
    return fetch(from, key(frame));
  };
}

function compileSlice({ node, from, to }: Node & { readonly type: 'slice' }): Program {
  const base = compile(node);
  const start = from === undefined ? () => 0n : compile(from);
  const end = to === undefined ? undefined : compile(to);
  return (frame) => {
    const value = base(frame);
    const last =
      end?.(frame) ?? BigInt(typeof value === 'string' ? Buffer.byteLength(value) : isList(value) ? value.length : 0);
    return slice(value, start(frame), last);
  };
}

function compileCall(callee: Program, args: readonly Program[]): Program {
  return (frame) => {
    const called = callee(frame);
    if (called === stopped) return stopped;
    const values = args.map((each) => each(frame));
    if (called === null) throw new EvaluationError('invalid operation: cannot call nil');
    if (typeof called !== 'function') throw new EvaluationError('invalid operation: cannot call non-function');
    return called(...values);
  };
}

function compilePointer(name: string): Program {
  return ({ pointers }) => {
    const pointer = pointers.at(-1);
    if (pointer === undefined) throw new UnsupportedError('a pointer without a list');
    if (name === 'index') return pointer.index;
    return name === 'acc' ? pointer.soFar : pointer.item;
  };
}

function compileMap({ pairs }: Node & { readonly type: 'map' }): Program {
  const entries = pairs.map(({ key, value }) => [compile(key), compile(value)] as const);
  return (frame) => {
    const map = new Map<Value, Value>();
    const values = entries.map(([key, value]) => [key(frame), value(frame)] as const);
    // The engine fills it from the end, so that the first of two equal keys stands.
    for (const [key, value] of values.reverse()) {
      if (typeof key !== 'string') throw new EvaluationError('the key of a map is no text');
      map.set(key, value);
    }
    return map;
  };
}
