import { environmentValue } from './environment';
import { EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { type Expression, readExpression, runExpression } from './expression';
import { goJson } from './go-text';
import { requiredNames } from './required-names';
import { failed, found, type Result, unresolved, unsupported } from './result';
import { pathOf, type Scope } from './scope';
import { partsOf, type TextPart } from './text-parts';
import { isMap, type Value } from './value';

/**
 * How the controller looks at what it can't resolve.
 *
 * - `lenient`: stays as it is, for a later round (inputs and globals);
 * - `strict`: names under `steps` and `tasks` have to be there, else it looks again and again (what a step needs);
 * - `all`: every name has to be there (an item of a loop).
 *
 * @internal
 */
export type Round = 'lenient' | 'strict' | 'all';

/**
 * One round of replacement in one text of a manifest.
 *
 * @example
 * ```ts no-check an internal function
 * replaceText('{{inputs.parameters.epochs}} epochs', scope, 'lenient'); // { ok: true, value: '5 epochs' }
 * ```
 * @internal
 */
export function replaceText(text: string, scope: Scope, round: Round): Result<string> {
  if (!text.includes('{{')) return found(text);
  const parts = partsOf(text);
  if (parts === undefined) return failed(`Cannot find end tag="}}" in the template="${text}"`);
  let out = '';
  let isJson = true;
  for (const part of parts) {
    const result = replacePart(part, scope, round);
    if (result === noJson) isJson = false;
    else if (typeof result !== 'string') return result;
    else out += result;
  }
  return isJson ? found(out) : noJson;
}

/**
 * A value that Go would quote in a way that is no JSON. The controller sees it last, when everything is replaced.
 *
 * @internal
 */
export const noJson: Result<never> = failed('cannot finish template replacement because the result was invalid JSON');

type Failure = Result<never>;

function replacePart(part: TextPart, scope: Scope, round: Round): string | Failure {
  if (part.kind === 'words') return part.text;
  return part.kind === 'name' ? replaceName(part, scope, round) : replaceExpression(part, scope, round);
}

function replaceName(part: TextPart & { readonly kind: 'name' }, scope: Scope, round: Round): string | Failure {
  const { name, nested, text } = part;
  const inside = text.slice(2, -2);
  const value = scope.get(name);
  if (value === undefined) {
    const inner = nested === undefined ? undefined : scope.get(nested.name);
    if (nested !== undefined && inner === null) {
      return failed(`unable to substitute nested tag ${text}: "${nested.name}" is an absent optional`);
    }
    // The braces that close the inner tag close the outer one in the next round.
    if (nested !== undefined && typeof inner === 'string') return quotable(inner, `{{${nested.before}${inner}`);
    const isArtifact = name.includes('.outputs.artifacts.');
    if (round === 'all' || (round === 'strict' && isStrict(name) && !isArtifact)) {
      return unresolved(`failed to resolve {{${inside}}}`);
    }
    return text;
  }
  if (value === null) {
    return failed(`unable to substitute ${text}: output is an absent optional (skipped/omitted node with no default)`);
  }
  if (typeof value !== 'string') return unresolved(`failed to resolve ${text} to string`);
  return quotable(value, value);
}

const isStrict = (name: string): boolean => /^(?:steps|tasks)(?:\.|$)/.test(name);

/** Go's quoting of these is not JSON, and so ends the replacement. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x07\x0b\x0e-\x1f\x7f]/;
const beyondBasic = /[\u{10000}-\u{10ffff}]/u;
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

function quotable(value: string, written: string): string | Failure {
  if (control.test(value)) return noJson;
  if (!beyondBasic.test(value)) return written;
  return [...value].some((letter) => letter.length > 1 && unprintable.test(letter)) ? noJson : written;
}

function replaceExpression(
  part: TextPart & { readonly kind: 'expression' },
  scope: Scope,
  round: Round,
): string | Failure {
  if (/\\u00(?:3c|3e|26)/.test(part.source)) return unsupported('an escape of HTML in an expression');
  const expression = readExpression(part.source);
  if (expression.problem !== undefined) return explained(expression.problem);
  const missing = missingNames(expression, scope);
  const strict = missing.find((name) => round === 'all' || (round === 'strict' && isStrict(name)));
  if (strict !== undefined) return unresolved(`failed to evaluate expression: ${strict} is missing`);
  const mayStay = missing.length > 0 || round === 'lenient';
  if (mayStay && missing.some((name) => lateBound.has(name))) return part.text;
  return evaluated(part.text, expression, scope, mayStay);
}

/** What only a later round knows: an expression over it must not be taken for nil before. */
const lateBound: ReadonlySet<string> = new Set([
  ...['item', 'retries', 'lastRetry.exitCode', 'lastRetry.status', 'lastRetry.duration', 'lastRetry.message'],
  ...['workflow.status', 'workflow.failures'],
]);

const none: readonly string[] = [];

function missingNames(expression: Expression, scope: Scope): readonly string[] {
  let missing: string[] | undefined;
  for (const name of requiredNames(expression)) {
    if (isThere(scope, name)) continue;
    missing ??= [];
    missing.push(name);
  }
  return missing ?? none;
}

function isThere(scope: Scope, name: string): boolean {
  const path = pathOf(name);
  let value = environmentValue(scope, path[0] ?? '');
  for (let index = 1; index < path.length; index++) {
    if (value === undefined || value === null || !isMap(value)) return false;
    value = value.get(path[index] ?? '');
  }
  return value !== undefined;
}

function evaluated(text: string, expression: Expression, scope: Scope, mayStay: boolean): string | Failure {
  const result = runExpression(expression, scope);
  if (!result.ok) return mayStay && result.problem.kind === 'failed' ? text : explained(result.problem);
  if (result.value === null) return mayStay ? text : failed(`failed to evaluate expression "${expression.source}"`);
  try {
    return written(result.value);
  } catch (problem) {
    if (problem instanceof UnsupportedError) return unsupported(`not evaluated here: ${problem.message}`);
    if (!(problem instanceof EvaluationError)) throw problem;
    return mayStay ? text : failed(`failed to marshal evaluated expression: ${problem.message}`);
  }
}

/** A text as it is, everything else as JSON. */
const written = (value: Value): string => (typeof value === 'string' ? value : goJson(value));

function explained(problem: { readonly kind: string; readonly message: string }): Failure {
  if (problem.kind === 'unsupported') return unsupported(problem.message);
  const message = `failed to evaluate expression: ${problem.message}`;
  // The controller tells what may still come from what never will by the words.
  return / is missing|variable not in env|failed to resolve \{\{/.test(message) ? unresolved(message) : failed(message);
}
