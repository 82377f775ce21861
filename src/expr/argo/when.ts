import { UnsupportedError } from './expr/evaluation-error';
import { plan, type Stage } from './govaluate/plan';
import { type ConditionValue, run } from './govaluate/run';
import { ConditionError, checkOrder, type Token, tokensOf, withPatterns } from './govaluate/tokens';
import { failed, found, type Result, unsupported } from './result';

const cache = new Map<string, Result<boolean>>();
const mostCached = 20_000;

/**
 * Whether a step runs, from its `when` after replacement: `shouldExecute`. Bare words are texts; no text is true.
 *
 * @internal
 */
export function evaluateWhen(text: string): Result<boolean> {
  if (text === '' || text === 'true') return found(true);
  if (text === 'false') return found(false);
  const known = cache.get(text);
  if (known !== undefined) return known;
  const result = evaluated(text);
  if (cache.size >= mostCached) cache.clear();
  cache.set(text, result);
  return result;
}

function evaluated(text: string): Result<boolean> {
  return caught(text, () => {
    const tokens = read(text);
    if (!Array.isArray(tokens)) return tokens as Result<boolean>;
    const stage = parsed(text, tokens.map(asText));
    return 'ok' in stage
      ? stage
      : truth(
          text,
          run(stage.root, () => undefined),
        );
  });
}

/**
 * Whether a CronWorkflow runs, from its `when` after replacement. Here a bare word is a name, and one without a value is
 * an error.
 *
 * @internal
 */
export function evaluateCronWhen(
  text: string,
  values: ReadonlyMap<string, ConditionValue> = new Map(),
): Result<boolean> {
  if (text === '') return found(true);
  return caught(text, () => {
    const tokens = read(text);
    if (!Array.isArray(tokens)) return tokens as Result<boolean>;
    return truth(
      text,
      run(plan(tokens as readonly Token[]), (name) => values.get(name)),
    );
  });
}

function read(text: string): readonly Token[] | Result<never> {
  try {
    return withPatterns(tokensOf(text));
  } catch (problem) {
    if (!(problem instanceof ConditionError)) throw problem;
    const hint = problem.message.includes('Invalid token')
      ? ' (hint: try wrapping the affected expression in quotes ("))'
      : '';
    return failed(`Invalid 'when' expression '${text}': ${problem.message}${hint}`);
  }
}

function parsed(text: string, tokens: readonly Token[]): { readonly root: Stage | undefined } | Result<never> {
  try {
    checkOrder(tokens);
    return { root: plan(withPatterns(tokens)) };
  } catch (problem) {
    if (!(problem instanceof ConditionError)) throw problem;
    return failed(`Failed to parse 'when' expression '${text}': ${problem.message}`);
  }
}

const asText = (token: Token): Token => (token.kind === 'VARIABLE' ? { kind: 'STRING', value: token.value } : token);

function truth(text: string, value: ConditionValue): Result<boolean> {
  if (typeof value === 'boolean') return found(value);
  return failed(`Expected boolean evaluation for '${text}'. Got ${value === null ? '<nil>' : String(value)}`);
}

function caught(text: string, evaluate: () => Result<boolean>): Result<boolean> {
  try {
    return evaluate();
  } catch (problem) {
    if (problem instanceof UnsupportedError) return unsupported(`not evaluated here: ${problem.message}`);
    if (!(problem instanceof ConditionError)) throw problem;
    return failed(`Failed to evaluate 'when' expresion '${text}': ${problem.message}`);
  }
}
