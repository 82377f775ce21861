import { createScope } from '../../expr/argo/scope';
import { replaceText } from '../../expr/argo/text';
import { replaceTree } from '../../expr/argo/tree';
import type { Arguments, Artifact, Parameter } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import type { TemplatePlan } from '../plan/template-plan';
import { configMapValue } from './config-map-value';
import type { Given } from './node';
import { fillIn, type Processed } from './processed';
import type { Run } from './run';
import { words } from './words';

/** Stands for an argument that is an output of a skipped node without default: as good as not given. @internal */
export const absentArgument = '__argo-internal.absent-optional-output__';

/**
 * Gives a template its inputs: the argument, else the default, else what a ConfigMap holds. Says in Argo's words why it
 * can't.
 *
 * @internal
 */
export function processArguments(
  run: Run,
  template: TemplatePlan,
  given: Arguments,
  locals: readonly (readonly [string, string])[],
): Processed | string {
  if (template.problem !== undefined) return template.problem;
  const parameters: Parameter[] = [];
  for (const declared of template.source.inputs?.parameters ?? []) {
    const chosen = choose(
      run,
      declared,
      given.parameters?.find(({ name }) => name === declared.name),
    );
    if (typeof chosen === 'string') return chosen;
    parameters.push(chosen);
  }
  const artifacts = chooseArtifacts(template.source.inputs?.artifacts ?? [], given.artifacts ?? []);
  if (typeof artifacts === 'string') return artifacts;
  const first = createScope(run.globals, locals);
  const firstRound = replaceTree({ parameters, artifacts }, first, 'lenient');
  if (!firstRound.ok) return words(run.world, firstRound.problem);
  const second = createScope(first);
  for (const { name, value } of firstRound.value.parameters)
    second.set(`inputs.parameters.${name}`, anyString(value) ?? '');
  if (template.readsAllInputs) second.set('inputs.parameters', JSON.stringify(firstRound.value.parameters));
  addPaths(template, (name, path) => second.set(name, path));
  const inputs = replaceTree(firstRound.value, second, 'lenient');
  if (!inputs.ok) return words(run.world, inputs.problem);
  const head = fillIn({ rounds: [first, second] }, template.head);
  if (!head.ok) return words(run.world, head.problem);
  return {
    template,
    head: head.value,
    inputs: { parameters: inputs.value.parameters.map(asGiven), artifacts: inputs.value.artifacts },
    rounds: [first, second],
    globalsVersion: run.globalsVersion,
  };
}

function asGiven({ name, value }: Parameter): Given {
  return { name, value: anyString(value) };
}

function choose(run: Run, declared: Parameter, argument: Parameter | undefined): Parameter | string {
  const own = anyString(declared.value) ?? anyString(declared.default);
  const at = `inputs.parameters.${declared.name}`;
  let value = own;
  let valueFrom = declared.valueFrom;
  const passed = anyString(argument?.value);
  if (passed === absentArgument) {
    if (value === undefined && valueFrom === undefined)
      return `${at}: argument references an absent optional (skipped/omitted node output with no default)`;
  } else if (argument !== undefined) {
    value = passed;
    valueFrom = passed === undefined ? argument.valueFrom : undefined;
  }
  const ref = valueFrom?.configMapKeyRef;
  if (ref !== undefined) {
    const found = configMapValue(run, ref);
    if ('value' in found) value = found.value;
    else if (valueFrom?.default !== undefined) value = anyString(valueFrom.default);
    else return `unable to retrieve ${at} from ConfigMap: ${found.problem}`;
  } else if (value === undefined) return `${at} was not supplied`;
  return { name: declared.name, ...(value !== undefined && { value }) };
}

function chooseArtifacts(declared: readonly Artifact[], given: readonly Artifact[]): readonly Artifact[] | string {
  const chosen: Artifact[] = [];
  for (const artifact of declared) {
    const argument = given.find(({ name }) => name === artifact.name);
    if (artifact.optional !== true && !hasLocation(artifact)) {
      if (argument === undefined) return `inputs.artifacts.${artifact.name} was not supplied`;
      if (!hasLocation(argument) && argument.from === undefined)
        return `inputs.artifacts.${artifact.name} missing location information`;
    }
    chosen.push(
      argument === undefined ? artifact : { ...argument, ...(artifact.path !== undefined && { path: artifact.path }) },
    );
  }
  return chosen;
}

/** Tells whether an artifact says where it is. @internal */
export function hasLocation(artifact: Artifact): boolean {
  const places = ['s3', 'git', 'http', 'artifactory', 'hdfs', 'raw', 'oss', 'gcs', 'azure', 'plugin'] as const;
  return places.some((place) => artifact[place] !== undefined);
}

/** A template may read the paths of its own files. */
function addPaths({ source }: TemplatePlan, set: (name: string, path: string) => void): void {
  for (const { name, path } of source.inputs?.artifacts ?? [])
    if (path !== undefined) set(`inputs.artifacts.${name}.path`, path);
  for (const { name, path } of source.outputs?.artifacts ?? [])
    if (path !== undefined) set(`outputs.artifacts.${name}.path`, path);
  for (const { name, valueFrom } of source.outputs?.parameters ?? [])
    if (valueFrom?.path !== undefined) set(`outputs.parameters.${name}.path`, valueFrom.path);
}

/** An argument that is nothing but a reference to what a skipped node owes. @internal */
export function withoutAbsent(given: Arguments, isAbsent: (name: string) => boolean): Arguments {
  const parameters = given.parameters ?? [];
  const isOne = ({ value }: Parameter) => {
    const reference = typeof value === 'string' ? /^\{\{((?:(?!\{\{|\}\}).)*)\}\}$/s.exec(value) : null;
    return reference !== null && isAbsent((reference[1] ?? '').trim());
  };
  if (!parameters.some(isOne)) return given;
  return { ...given, parameters: parameters.map((one) => (isOne(one) ? { ...one, value: absentArgument } : one)) };
}

/** Fills in the workflow's names only, as in the key of a ConfigMap. @internal */
export function withGlobals(run: Run, text: string): string {
  const result = replaceText(text, run.globals, 'lenient');
  return result.ok ? result.value : text;
}
