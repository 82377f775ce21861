import { type HandOn, variables as handOnVariables } from '../../../programs/hand-on/contract';
import type { ValueType } from '../../../programs/values/value-type';
import type { EnvVar, PropertySpec, Step, StepActionSpec, TaskSpec } from '../../../schemas/tekton/types';
import type { LeafOutput } from '../../scenario/executor';
import type { TektonLibrary } from './library';
import { asValue } from './value';
import { Variables } from './variables';

/** A step of a Task, with what its StepAction and the Task's template say. @internal */
export interface StepPlan {
  readonly name: string;
  readonly source: Step;
  /** One of our own programs that only hands values on: it is played as it runs. */
  readonly helper: 'take-inputs' | 'hand-on' | undefined;
  /** What it writes. */
  readonly outputs: readonly StepOutput[];
  /** A scenario may call it by the name of the task. */
  readonly isMain: boolean;
}

/** A file that a step writes. @internal */
export interface StepOutput extends LeafOutput {
  readonly path: string;
  /** What our own last step asks of it. */
  readonly valueType: ValueType | undefined;
  readonly type: string;
  readonly properties: { readonly [key: string]: PropertySpec };
}

const known = new WeakMap<TaskSpec, readonly StepPlan[]>();

/** The steps of a Task. @internal */
export function planSteps(spec: TaskSpec, library: TektonLibrary): readonly StepPlan[] {
  const planned = known.get(spec);
  if (planned !== undefined) return planned;
  const plans = plan(spec, library);
  known.set(spec, plans);
  return plans;
}

/** @internal */
export const resultPath = (name: string): string => `/tekton/results/${name}`;
/** @internal */
export const stepResultPath = (step: string, name: string): string => `/tekton/steps/step-${step}/results/${name}`;
/** @internal */
export const exitCodePath = (step: string): string => `/tekton/steps/step-${step}/exitCode`;

function plan(spec: TaskSpec, library: TektonLibrary): readonly StepPlan[] {
  const steps = (spec.steps ?? []).map((step, index) => {
    const source = merged(step, spec, library);
    return { name: step.name ?? `unnamed-${index}`, source, helper: helperOf(source) };
  });
  const handing = steps.find(({ helper }) => helper === 'hand-on');
  const main = steps.findLastIndex(({ helper }) => helper === undefined);
  const writers = new Map<string, number>();
  for (const { name } of spec.results ?? [])
    writers.set(name, handing === undefined ? writerOf(name, steps, main) : -1);
  return steps.map((step, index) => {
    const outputs: StepOutput[] = [];
    for (const { name, type = 'string', properties = {} } of spec.results ?? [])
      if (writers.get(name) === index)
        outputs.push({ name, path: resultPath(name), type, properties, valueType: undefined });
    if (step.helper === undefined)
      for (const { name, type = 'string', properties = {} } of step.source.results ?? [])
        outputs.push({ name, path: stepResultPath(step.name, name), type, properties, valueType: undefined });
    if (handing !== undefined && index === main) outputs.push(...handedOn(handing.source));
    return { ...step, outputs, isMain: index === main };
  });
}

/** The step that says where the result is to be written; else the last one. */
function writerOf(result: string, steps: readonly { readonly source: Step }[], main: number): number {
  const named = [
    `results.${result}.path`,
    `results["${result}"].path`,
    `results['${result}'].path`,
    resultPath(result),
  ];
  const found = steps.findLastIndex(({ source }) => {
    const text = JSON.stringify([source.script, source.args, source.command, source.env]).replaceAll('\\"', '"');
    return named.some((each) => text.includes(each));
  });
  return found === -1 ? main : found;
}

/** What our own last step makes results of. */
function handedOn({ env = [] }: Step): readonly StepOutput[] {
  const text = env.find(({ name }) => name === handOnVariables.outputs)?.value ?? '{}';
  const { outputs = [] } = JSON.parse(text) as Partial<HandOn>;
  return outputs.map(({ name, file, type, default: fallback }) => ({
    name,
    path: file,
    default: fallback,
    enum: wordsOf(type),
    type: 'string',
    properties: {},
    valueType: type,
  }));
}

function wordsOf(type: ValueType): readonly string[] | undefined {
  if (type.kind === 'oneOf') return type.values;
  return type.kind === 'boolean' ? ['true', 'false'] : undefined;
}

function helperOf({ command = [] }: Step): StepPlan['helper'] {
  if (command.includes('/program/take-inputs.mjs')) return 'take-inputs';
  return command.includes('/program/hand-on.mjs') ? 'hand-on' : undefined;
}

function merged(step: Step, { stepTemplate = {} }: TaskSpec, library: TektonLibrary): Step {
  const own = step.ref === undefined ? step : withAction(step, library.stepActions.get(step.ref.name ?? '')?.spec);
  const env = mergedEnv(stepTemplate.env ?? [], own.env ?? []);
  const { image = stepTemplate.image, command = stepTemplate.command, args = stepTemplate.args } = own;
  return {
    ...own,
    ...(image !== undefined && { image }),
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(env.length > 0 && { env }),
  };
}

function mergedEnv(before: readonly EnvVar[], own: readonly EnvVar[]): readonly EnvVar[] {
  const names = new Set(own.map(({ name }) => name));
  return [...before.filter(({ name }) => !names.has(name)), ...own];
}

/** What a StepAction runs, with the parameters that the step gives it. */
function withAction(step: Step, action: StepActionSpec | undefined): Step {
  if (action === undefined) return step;
  const given = new Variables();
  for (const { name, default: fallback } of action.params ?? [])
    if (fallback !== undefined) given.set(`params.${name}`, asValue(fallback));
  for (const { name, value } of step.params ?? []) given.set(`params.${name}`, asValue(value));
  const { image, command, args, script, env, results } = given.in(action);
  return {
    ...step,
    ...(image !== undefined && { image }),
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(script !== undefined && { script }),
    ...(env !== undefined && { env }),
    ...(results !== undefined && { results }),
  };
}
