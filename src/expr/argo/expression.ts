import { environmentValue } from './environment';
import { builtinNames } from './expr/builtin-names';
import { check } from './expr/check';
import { CompileError, EvaluationError, UnsupportedError } from './expr/evaluation-error';
import { anyMap, bool, float, int, list, type Nature, nil, text } from './expr/nature';
import { childrenOf, type Node } from './expr/node';
import { optimize } from './expr/optimize';
import { parse } from './expr/parser';
import { compile, type Program } from './expr/program';
import { goText } from './go-text';
import { failed, found, type Problem, type Result } from './result';
import type { Scope } from './scope';
import { isList, isMap, type Value } from './value';

/**
 * An expression that was read once, or what is wrong with it.
 *
 * @internal
 */
export interface Expression {
  readonly source: string;
  readonly node?: Node;
  readonly problem?: Problem;
  /** The names without dots that it reads. */
  readonly roots: readonly string[];
  /** The functions of the language that it calls. */
  readonly builtins: readonly string[];
  /** What the engine compiled it to, by the types of the roots. */
  readonly programs: Map<number, Program | Problem>;
}

const cache = new Map<string, Expression>();
const mostCached = 20_000;

/**
 * Reads an expression, or remembers that it was read.
 *
 * @internal
 */
export function readExpression(source: string): Expression {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const expression = read(source);
  if (cache.size >= mostCached) cache.clear();
  cache.set(source, expression);
  return expression;
}

function read(source: string): Expression {
  const rest = { source, programs: new Map<number, Program | Problem>() };
  try {
    const node = parse(source);
    const roots = new Set<string>();
    const builtins = new Set<string>();
    const walk = (each: Node): void => {
      if (each.type === 'identifier') roots.add(each.name);
      if (each.type === 'builtin') builtins.add(each.name);
      for (const child of childrenOf(each)) walk(child);
    };
    walk(node);
    return { ...rest, node, roots: [...roots], builtins: [...builtins] };
  } catch (problem) {
    return { ...rest, problem: problemOf(problem), roots: [], builtins: [] };
  }
}

/**
 * What an expression gives: `expr.Compile` with the environment, then `expr.Run`.
 *
 * @internal
 */
export function evaluate(source: string, scope: Scope): Result<Value> {
  return runExpression(readExpression(source), scope);
}

/**
 * What `argoexpr.EvalBool` gives: the expression of a hook, of a retry, of a response.
 *
 * @internal
 */
export function evaluateCondition(source: string, scope: Scope): Result<boolean> {
  const result = evaluate(source, scope);
  if (!result.ok) {
    if (result.problem.kind !== 'failed') return result;
    return failed(`unable to evaluate expression '${source}': ${result.problem.message}`);
  }
  if (typeof result.value === 'boolean') return found(result.value);
  return failed(`unable to cast expression result '${shown(result.value)}' to bool`);
}

/**
 * What an output parameter gets from its `valueFrom.expression`. Nil is no value: the output's default is asked then.
 *
 * @internal
 */
export function evaluateOutput(source: string, scope: Scope): Result<string> {
  const result = evaluate(source, scope);
  if (!result.ok) return result;
  if (result.value === null) return failed(`failed to evaluate expression "${source}"`);
  return caught(() => goText(result.value));
}

/** @internal */
export function runExpression(expression: Expression, scope: Scope): Result<Value> {
  if (expression.problem !== undefined) return { ok: false, problem: expression.problem };
  const program = programFor(expression, scope);
  if (typeof program !== 'function') return { ok: false, problem: program };
  return caught(() =>
    program({ value: (name) => environmentValue(scope, name) ?? null, locals: new Map(), pointers: [] }),
  );
}

/** The engine looks at the types of what is in the environment before it runs anything. */
function programFor(expression: Expression, scope: Scope): Program | Problem {
  // Ten kinds of values: enough digits for fifteen names.
  if (expression.roots.length > 15) return { kind: 'unsupported', message: 'an expression over so many names' };
  let signature = 0;
  for (const root of expression.roots) signature = signature * 10 + digitOf(environmentValue(scope, root));
  for (const name of expression.builtins) {
    if (scope.root(name) !== undefined) return { kind: 'unsupported', message: `a value that is called '${name}'` };
  }
  const known = expression.programs.get(signature);
  if (known !== undefined) return known;
  const program = compiled(expression, scope);
  expression.programs.set(signature, program);
  return program;
}

function compiled({ node }: Expression, scope: Scope): Program | Problem {
  try {
    if (node === undefined) throw new UnsupportedError('an expression that was not read');
    check(node, (name) => {
      const value = environmentValue(scope, name);
      if (value === undefined && builtinNames.has(name)) throw new UnsupportedError(`'${name}' as a value`);
      return value === undefined ? undefined : natureOf(value);
    });
    return compile(optimize(node));
  } catch (problem) {
    return problemOf(problem);
  }
}

function digitOf(value: Value | undefined): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  switch (typeof value) {
    case 'string':
      return 2;
    case 'boolean':
      return 3;
    case 'bigint':
      return 4;
    case 'number':
      return 5;
    case 'function':
      return 6;
    default:
      if (isMap(value)) return 7;
      return isList(value) ? 8 : 9;
  }
}

function natureOf(value: Value): Nature {
  if (value === null) return nil;
  switch (typeof value) {
    case 'string':
      return text;
    case 'boolean':
      return bool;
    case 'bigint':
      return int;
    case 'number':
      return float;
    case 'function':
      return { kind: 'function' };
    default:
      if (isList(value)) return list;
      return isMap(value) ? anyMap : { kind: 'struct' };
  }
}

function caught<T>(run: () => T): Result<T> {
  try {
    return found(run());
  } catch (problem) {
    return { ok: false, problem: problemOf(problem) };
  }
}

function problemOf(problem: unknown): Problem {
  if (problem instanceof UnsupportedError)
    return { kind: 'unsupported', message: `not evaluated here: ${problem.message}` };
  if (problem instanceof CompileError || problem instanceof EvaluationError) {
    return { kind: 'failed', message: problem.message };
  }
  if (problem instanceof RangeError) return { kind: 'unsupported', message: 'an expression that is nested too deeply' };
  throw problem;
}

function shown(value: Value): string {
  const result = caught(() => goText(value));
  return result.ok ? result.value : 'a value';
}
