import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkedDefault } from './checked-default';
import { type HasDefault, type Param, type ParamOptions, param } from './parameter';

/** @public */
export interface TextOptions<out D> extends ParamOptions<D> {
  /**
   * The whole text must match. Keep to what RE2 and JavaScript share (no look-around, no back references).
   *
   * @default - any text for an input; letters, digits and `._:/@+=,-` for an output, since what a pod writes is not trusted
   */
  readonly pattern?: RegExp | undefined;
}

/**
 * Text.
 *
 * @throws PipelineError MLP1002 if the pattern has flags or uses what RE2 lacks; MLP1001 if the default does not match.
 * @example
 * ```ts
 * const branch = text({ pattern: /[a-z0-9-]+/, default: 'main' });
 * ```
 * @public
 */
export function text<D extends string = never>(options: TextOptions<D> = {}): Param<string, HasDefault<D>> {
  checkProps(options, ['default', 'doc', 'pattern'], 'a parameter of kind text');
  const type = {
    kind: 'text',
    pattern: options.pattern === undefined ? undefined : sourceOf(options.pattern),
  } as const;
  return param(type, checkedDefault(type, options, ['pattern']));
}

function sourceOf(pattern: RegExp): string {
  if (!(pattern instanceof RegExp) || pattern.flags !== '' || !isShared(pattern.source)) {
    throw new PipelineError({
      code: 'MLP1002',
      message: `pattern ${pattern instanceof RegExp ? String(pattern) : show(pattern)} can't be checked by the engines`,
      expected:
        'a regular expression without flags, that RE2 reads as JavaScript does: no look-around, no back references',
      actual: pattern,
    });
  }
  return pattern.source;
}

/** Whether RE2 takes the pattern and means the same by it. */
function isShared(source: string): boolean {
  const escaped = source.match(/\\(?:x[0-9a-fA-F]{2}|[\s\S])/g) ?? [];
  if (!escaped.every((part) => /^\\(?:[dDwWsSbBfnrtv0]|x..|[^A-Za-z0-9])$/.test(part))) return false;
  const bare = source.replace(/\\[\s\S]/g, '_');
  if (/\(\?<?[=!]|\[\^?\]|\[\[:/.test(bare)) return false;
  return [...bare.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].every(
    ([, from, to]) => Math.max(Number(from), Number(to ?? 0)) <= 1000,
  );
}
