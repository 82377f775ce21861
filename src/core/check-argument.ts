import { isAssignable } from './assignable';
import { checkValue, show } from './check-value';
import { PipelineError } from './error';
import { type Block, isInside } from './graph/block';
import { own } from './own';
import { type Composed, MaybeNode, RefNode, refsIn } from './ref';
import { describeType, type ValueType } from './value-type';

/**
 * A value for an input: a literal that fits, or a ref of the right type from this block or one around it.
 *
 * @internal
 */
export function checkArgument(value: unknown, type: ValueType, what: string, block: Block): unknown {
  if (value instanceof MaybeNode) throw absent(value, what, block);
  if (RefNode.is(value)) {
    checkScope(value, what, block);
    if (isAssignable(value.type, type)) return value;
    throw new PipelineError({
      code: 'MLP1108',
      message: `${what} gets ${value.label}, which is ${describeType(value.type)}`,
      expected: describeType(type),
      at: block.label,
    });
  }
  if (type.kind === 'list' && Array.isArray(value) && hasRef(value)) {
    const items = value.map((item, i) => checkArgument(item, type.of, `item ${i} of ${what}`, block));
    return composed(items as Composed[], type, what, block);
  }
  if (type.kind === 'record' && !Array.isArray(value) && hasRef(value)) {
    checkValueNames(value as object, type, what, block);
    const fields = Object.entries(type.fields).map(([name, field]) => [
      name,
      checkArgument(own(value as Record<string, unknown>, name), field, `field '${name}' of ${what}`, block),
    ]);
    return composed(Object.fromEntries(fields) as Composed, type, what, block);
  }
  checkValue(value, type, what, block.label);
  return copied(value, type);
}

/** What was checked is what is emitted, even if the list is changed later. */
function copied(value: unknown, type: ValueType): unknown {
  if (type.kind === 'list') return Object.freeze((value as readonly unknown[]).map((item) => copied(item, type.of)));
  if (type.kind !== 'record') return value;
  const fields = Object.entries(type.fields).map(([name, field]) => [
    name,
    copied(own(value as Record<string, unknown>, name), field),
  ]);
  return Object.freeze(Object.fromEntries(fields));
}

/** Throws MLP1111 for a ref made in a block that this one is not inside of. @internal */
export function checkScope(
  value: unknown,
  what: string,
  block: Block,
  fix = 'hand it on with `return` from the callback that made it, and use what that gives',
): void {
  if (value instanceof MaybeNode) throw absent(value, what, block);
  for (const { scope, source, label } of refsIn(value)) {
    if (source.kind === 'format' || source.kind === 'compose' || source.kind === 'fallback' || source.kind === 'field')
      continue;
    if (scope === undefined || isInside(block, scope)) continue;
    throw new PipelineError({
      code: 'MLP1111',
      message: `${what} uses ${label}, made inside ${scope.label}`,
      fix,
      at: block.label,
    });
  }
}

function absent(value: MaybeNode, what: string, block: Block): PipelineError {
  return new PipelineError({
    code: 'MLP1107',
    message: `${what} gets ${value.ref.label}, which may be absent since its step may not run`,
    fix: 'give it a default: .orElse(…)',
    at: block.label,
  });
}

function hasRef(value: unknown, around: readonly unknown[] = []): boolean {
  if (RefNode.is(value) || value instanceof MaybeNode) return true;
  if (typeof value !== 'object' || value === null || around.includes(value)) return false;
  return Object.values(value).some((item) => hasRef(item, [...around, value]));
}

function composed(value: Composed, type: ValueType, what: string, block: Block): RefNode {
  return new RefNode(block, { kind: 'compose', value }, type, what);
}

function checkValueNames(value: object, type: ValueType & { kind: 'record' }, what: string, block: Block): void {
  const odd = Object.keys(value).find((name) => !Object.hasOwn(type.fields, name));
  if (odd === undefined) return;
  throw new PipelineError({
    code: 'MLP1001',
    message: `${what} is a record with the unknown field '${odd}'`,
    expected: describeType(type),
    actual: show(odd),
    at: block.label,
  });
}
