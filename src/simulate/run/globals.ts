import { evaluate } from '../../expr/argo/expression';
import type { Arguments, Parameter } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import type { WorkflowPlan } from '../plan/workflow-plan';
import { configMapValue } from './config-map-value';
import { creationTimes } from './creation-times';
import { goJson } from './gather';
import type { LocalScope } from './local-scope';
import type { Outputs } from './node';
import { timestamp } from './node-scope';
import type { Run } from './run';
import { words } from './words';

/** A name of the workflow gets a value. @internal */
export function setGlobal(run: Run, name: string, value: string): void {
  if (run.globals.get(name) === value) return;
  run.globals.set(name, value);
  run.globalsVersion += 1;
}

/** The names that are there from the start. Says which parameter has no value. @internal */
export function initGlobals(run: Run): string | undefined {
  const { plan, spec } = run;
  const { name, namespace, labels, annotations } = plan;
  const set = (key: string, value: string) => setGlobal(run, `workflow.${key}`, value);
  set('name', name);
  set('namespace', namespace);
  set('mainEntrypoint', spec.entrypoint ?? '');
  set('serviceAccountName', spec.serviceAccountName ?? '');
  set('uid', uidOf(plan));
  set('creationTimestamp', timestamp(run.createdAt));
  if (spec.priority !== undefined) set('priority', String(spec.priority));
  if (plan.mentions('creationTimestamp'))
    for (const [key, value] of creationTimes(run.createdAt)) set(`creationTimestamp.${key}`, value);
  const scheduled = annotations['workflows.argoproj.io/scheduled-time'];
  if (scheduled !== undefined) set('scheduledTime', scheduled);
  const parameters = run.arguments.parameters ?? [];
  setJson(run, 'parameters', parameters.map(asJson));
  for (const parameter of parameters) {
    const value = givenValue(run, parameter);
    if (typeof value === 'object') return value.problem;
    set(`parameters.${parameter.name}`, value);
  }
  setJson(run, 'annotations', annotations);
  setJson(run, 'labels', labels);
  const { labels: moreLabels = {}, annotations: moreAnnotations = {} } = spec.workflowMetadata ?? {};
  for (const [key, value] of Object.entries({ ...annotations, ...moreAnnotations }))
    set(`annotations.${key}`, String(value));
  for (const [key, value] of Object.entries({ ...labels, ...moreLabels })) set(`labels.${key}`, String(value));
  for (const [key, { expression }] of Object.entries(spec.workflowMetadata?.labelsFrom ?? {})) {
    const value = evaluate(expression, run.globals);
    if (!value.ok)
      return `failed to evaluate label "${key}" expression "${expression}": ${words(run.world, value.problem)}`;
    if (typeof value.value !== 'string')
      return `failed to evaluate label "${key}" expression "${expression}": it must be a string`;
    set(`labels.${key}`, value.value);
  }
  return undefined;
}

function uidOf({ name }: WorkflowPlan): string {
  const digits = [...name].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0, 7);
  return `00000000-0000-4000-8000-${digits.toString(16).padStart(12, '0')}`;
}

function setJson(run: Run, key: string, value: unknown): void {
  setGlobal(run, `workflow.${key}`, goJson(value));
  setGlobal(run, `workflow.${key}.json`, goJson(value));
}

function asJson({ name, value }: Parameter) {
  return { name, value: anyString(value) };
}

function givenValue(run: Run, { name, value, valueFrom }: Parameter): string | { readonly problem: string } {
  const own = anyString(value);
  if (own !== undefined) return own;
  const ref = valueFrom?.configMapKeyRef;
  if (ref === undefined)
    return { problem: `either value or valueFrom must be specified in order to set global parameter ${name}` };
  const found = configMapValue(run, ref);
  if ('value' in found) return found.value;
  return (
    anyString(valueFrom?.default) ?? {
      problem: `failed to set global parameter ${name} from configmap with name ${ref.name} and key ${ref.key}: ${found.problem}`,
    }
  );
}

/** Outputs with a `globalName` are the workflow's; who writes last wins. @internal */
export function addGlobalOutputs(run: Run, { parameters, artifacts }: Outputs): void {
  for (const { globalName, value } of parameters) {
    if (globalName === undefined || globalName === '') continue;
    if (value !== undefined) setGlobal(run, `workflow.outputs.parameters.${globalName}`, value);
    run.outputs.set(globalName, { name: globalName, value });
  }
  for (const artifact of artifacts) {
    const name = artifact.globalName;
    if (name !== undefined && name !== '') run.artifacts.set(name, { ...artifact, name });
  }
}

/** @internal */
export function addWorkflowOutputs({ outputs, artifacts }: Run, scope: LocalScope): void {
  for (const { name, value } of outputs.values())
    if (value !== undefined) scope.set(`workflow.outputs.parameters.${name}`, value);
  for (const [name, artifact] of artifacts) scope.setArtifact(`workflow.outputs.artifacts.${name}`, artifact);
}

/** The arguments that a run has: its own in place of the plan's. @internal */
export function mergedArguments(declared: Arguments = {}, given: Readonly<Record<string, string>>): Arguments {
  const names = new Set((declared.parameters ?? []).map(({ name }) => name));
  const parameters = (declared.parameters ?? []).map((parameter) =>
    Object.hasOwn(given, parameter.name) ? { name: parameter.name, value: given[parameter.name] ?? '' } : parameter,
  );
  for (const [name, value] of Object.entries(given)) if (!names.has(name)) parameters.push({ name, value });
  return { ...declared, ...(parameters.length > 0 && { parameters }) };
}
