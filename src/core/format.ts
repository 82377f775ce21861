import { show } from './check-value';
import { PipelineError } from './error';
import type { Scalar } from './parameter/parameter';
import { asRef, type Input, MaybeNode, type Ref, RefNode } from './ref';

/**
 * A text with values in it that are known only when the pipeline runs.
 *
 * @throws PipelineError MLP1106 for a list, a record or an artifact; MLP1107 for a value that may be absent.
 * @example
 * ```ts
 * const argument = fmt`--epochs=${inputs.epochs}`;
 * ```
 * @public
 */
export function fmt(parts: TemplateStringsArray, ...values: readonly Input<Scalar>[]): Ref<string> {
  if (!Array.isArray(parts) || parts.some((part) => typeof part !== 'string')) {
    throw new PipelineError({
      code: 'MLP1106',
      message: `fmt is called with ${show(parts)}`,
      expected: 'fmt`…${ref}…`, without parentheses',
    });
  }
  const pieces: (string | RefNode)[] = [];
  for (const [i, part] of parts.entries()) {
    if (part !== '') pieces.push(part);
    if (i < values.length) pieces.push(...piece(values[i]));
  }
  const scopes = pieces.filter(RefNode.is).map((ref) => ref.scope);
  return asRef(
    new RefNode(
      scopes[0],
      { kind: 'format', parts: merged(pieces) },
      { kind: 'text' },
      `the text \`${parts.join('…')}\``,
    ),
  );
}

/** A text inside a text is its pieces. */
function piece(value: unknown): readonly (string | RefNode)[] {
  if (value instanceof MaybeNode) return value.toString();
  if (RefNode.is(value)) {
    if (value.source.kind === 'format') return value.source.parts;
    if (!['list', 'record', 'artifact'].includes(value.type.kind)) return [value];
    throw unprintable(`${value.label} is a ${value.type.kind}`);
  }
  if (typeof value === 'string' || typeof value === 'boolean') return [String(value)];
  if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
  throw unprintable(`a value of type ${typeof value}`);
}

/** Neighbouring literal pieces as one. */
function merged(pieces: readonly (string | RefNode)[]): readonly (string | RefNode)[] {
  const result: (string | RefNode)[] = [];
  for (const next of pieces) {
    const last = result.at(-1);
    if (typeof last === 'string' && typeof next === 'string') result[result.length - 1] = last + next;
    else result.push(next);
  }
  return Object.freeze(result);
}

function unprintable(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP1106',
    message: `fmt can't print ${message}`,
    expected: 'text, a number or a boolean',
  });
}
