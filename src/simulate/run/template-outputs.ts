import { evaluate, evaluateOutput } from '../../expr/argo/expression';
import type { Result } from '../../expr/argo/result';
import { createScope } from '../../expr/argo/scope';
import type { Value } from '../../expr/argo/value';
import type { Artifact, ValueFrom } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import type { LocalScope } from './local-scope';
import type { Given, Outputs } from './node';
import type { Processed } from './processed';

/** What steps or a DAG hand on, read from their parts; nothing if they hand on nothing. @internal */
export function templateOutputs(processed: Processed, scope: LocalScope): Outputs | undefined | string {
  const declared = processed.head.outputs;
  if ((declared?.parameters ?? []).length === 0 && (declared?.artifacts ?? []).length === 0) return undefined;
  const parameters: Given[] = [];
  for (const { name, valueFrom, globalName } of declared?.parameters ?? []) {
    if (valueFrom === undefined) return 'output parameters must have a valueFrom specified';
    const value = outputValue(name, valueFrom, scope);
    if ('problem' in value) return value.problem;
    parameters.push({ name, value: value.text, globalName });
  }
  const artifacts: Artifact[] = [];
  for (const artifact of declared?.artifacts ?? []) {
    const found = resolveArtifact(artifact, scope);
    if (found === undefined) continue;
    if (typeof found !== 'string') artifacts.push(found);
    else if (!found.includes('Unable to resolve') || artifact.optional !== true)
      return `unable to resolve outputs from scope: ${found}`;
  }
  return { parameters, artifacts };
}

function outputValue(
  name: string,
  from: ValueFrom,
  scope: LocalScope,
): { readonly text: string } | { readonly problem: string } {
  const otherwise = anyString(from.default);
  if (from.expression !== undefined && from.expression !== '') {
    const result = evaluateOutput(from.expression, createScope(undefined, scope.entries));
    if (result.ok) return { text: result.value };
    const message = scope.tell(result.problem);
    return otherwise === undefined ? { problem: message } : { text: otherwise };
  }
  if (from.parameter === undefined || from.parameter === '') return { text: otherwise ?? '' };
  const found = resolveVariable(from.parameter, scope);
  if (!found.ok) {
    const message = scope.tell(found.problem);
    return otherwise === undefined ? { problem: message } : { text: otherwise };
  }
  if (typeof found.value === 'string') return { text: found.value };
  if (found.value !== null) return { text: String(found.value) };
  if (otherwise !== undefined) return { text: otherwise };
  return {
    problem: `output parameter "${name}": "${from.parameter}" is an absent optional (skipped/omitted node output with no default)`,
  };
}

/** What a tag stands for that is the whole text. */
function resolveVariable(text: string, scope: LocalScope): Result<Value> {
  const tag = text.replace(/^\{\{/, '').replace(/\}\}$/, '').trim();
  if (tag.startsWith('=')) {
    const result = evaluate(tag.slice(1), createScope(undefined, scope.entries));
    if (result.ok && result.value !== null) return result;
    return { ok: false, problem: { kind: 'failed', message: `Unable to resolve: ${JSON.stringify(tag)}` } };
  }
  const value = scope.entries.get(tag);
  if (value === undefined)
    return { ok: false, problem: { kind: 'failed', message: `Unable to resolve: ${JSON.stringify(tag)}` } };
  return { ok: true, value };
}

/** The artifact that another one is taken from; Argo's words where there is none; nothing where it comes from nobody. @internal */
export function resolveArtifact(artifact: Artifact, scope: LocalScope): Artifact | undefined | string {
  const { from, fromExpression, name } = artifact;
  let found: Result<Value>;
  if (fromExpression !== undefined && fromExpression !== '')
    found = evaluate(fromExpression, createScope(undefined, scope.entries));
  else if (from !== undefined && from !== '') found = resolveVariable(from, scope);
  else return undefined;
  if (!found.ok) return scope.tell(found.problem);
  const { value } = found;
  if (typeof value !== 'object' || value === null || !('opaque' in value))
    return `Variable {{${from ?? fromExpression}}} is not an artifact`;
  return { ...(value.opaque as Artifact), name };
}
