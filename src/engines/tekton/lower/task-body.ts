import { freeName } from '../../../core/free-name';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import type { TaskGraph } from '../../../core/task';
import type { HandOn } from '../../../programs/hand-on/contract';
import type { Taken } from '../../../programs/take-inputs/contract';
import type { Guard as ProgramGuard } from '../../../programs/values/expression';
import type { Step, TaskSpec } from '../../../schemas/tekton/types';
import type { Words } from '../../kubernetes/container';
import { exemptionNotes } from '../../kubernetes/pod-security';
import { literalJson, unexpanded } from '../value/literal';
import { asValue, expressionOf, guardOf, type Place, text, type Value } from '../value/value';
import type { Context } from './context';
import type { Divided } from './divide-guards';
import { itemText, type Run, type WorkOut } from './draft';
import { handOnTask, takeInputsTask } from './helper-tasks';
import { outputsOf } from './outputs-of';
import { podOf } from './pod';
import { resultBytes } from './result-bytes';
import { retriesOf } from './retries-of';
import { runNameText, TaskParams } from './task-params';
import { givenTo, renamed } from './texts';

/** A task of the pipeline, and what the pipeline and the run say of it. @internal */
export interface TaskBody {
  readonly spec: TaskSpec;
  readonly annotations: { readonly [annotation: string]: string };
  readonly params: TaskParams;
  /** The unit whose accounts it has. */
  readonly account: string;
  /** All whose containers run in the pod; the first has the nodes and the user. */
  readonly programs: readonly [TaskGraph, ...TaskGraph[]];
  readonly workspaces: readonly string[];
  readonly timeoutSeconds: number;
  readonly retries: number;
}

/** The Task that does it; none where a controller of its own does. @internal */
export function taskBody(divided: Divided, context: Context): TaskBody | undefined {
  const { work } = divided.draft;
  if (work.kind === 'ask') return undefined;
  return work.kind === 'run' ? runBody(work, divided, context) : workOutBody(work, divided, context);
}

/**
 * The pod of a program: a step that checks and works out what it is given, where Tekton can't; what runs before it; itself;
 * and a last step that alone makes results, so that nothing reaches others that is not what the task declares.
 */
function runBody(work: Run, { draft, inside }: Divided, context: Context): TaskBody {
  const { task, args, narrower } = work;
  const isGate = task.verdict !== undefined;
  const retries = retriesOf(task, context);
  const params = new TaskParams(Object.keys(task.inputs).map(kebabCase), draft.loop !== undefined);
  const stepNames: string[] = [];
  const nameStep = (wanted: string): string => {
    const name = freeName(wanted, (other) => stepNames.includes(other));
    stepNames.push(name);
    return name;
  };
  const main = nameStep(task.name);
  const inits = task.init.map(({ name }) => nameStep(name));
  for (const { name } of task.sidecars) nameStep(name);
  const taking = nameStep('take-inputs');
  const handing = nameStep('hand-on');

  // What the program is given: parameters as they are, and what the first step has worked out.
  const taken: (Taken & { readonly given: readonly string[] })[] = [];
  const take = (name: string, value: Value, type: Taken['type']): string => {
    const expression = expressionOf(value);
    taken.push({
      name,
      value: renamed(expression, params.nameOf),
      type,
      given: givenTo(expression).map(params.nameOf),
    });
    return `$(steps.${taking}.results.${name})`;
  };
  const inputs = new Map<string, string>();
  // First those that are parameters as they are: they have the names of the inputs.
  for (const input of Object.keys(task.inputs)) {
    const name = kebabCase(input);
    const value = args[input] ?? text('');
    if (value.kind !== 'text' || narrower.has(input)) continue;
    params.declare(name, value.text);
    inputs.set(input, `$(params.${name})`);
  }
  for (const [input, { type }] of Object.entries(task.inputs)) {
    const name = kebabCase(input);
    const value = args[input] ?? text('');
    if (inputs.has(input)) continue;
    if (isItem(value) && !narrower.has(input)) inputs.set(input, `$(params.${params.item})`);
    else inputs.set(input, take(name, value, type));
  }
  const place: Place = {
    read: ({ source }) => text(source.kind === 'input' ? (inputs.get(source.name) ?? '') : ''),
    present: () => [],
  };
  const given: Place = { ...place, read: ({ source }) => (source.kind === 'input' && args[source.name]) || text('') };
  const written = (value: string | RefNode): string => {
    if (!RefNode.is(value)) return unexpanded(value);
    if (value.source.kind === 'format')
      return value.source.parts.map((part) => (RefNode.is(part) ? written(part) : unexpanded(part))).join('');
    const own = asValue(value, value.type, place);
    if (own.kind === 'text') return own.text;
    const name = freeName('value', (other) => taken.some((each) => each.name === other) || other in task.inputs);
    return take(name, asValue(value, value.type, given), value.type);
  };

  const words: Words = { text: written, runName: () => `$(params.${params.nameOf(runNameText)})` };

  const when = inside.map(({ on, operator, values }) => ({
    input: `$(params.${params.nameOf(on)})`,
    operator,
    values,
  }));
  const guarded = when.length === 0 ? {} : { when };
  const outputs = outputsOf(task, draft.loop);
  const helpers = { take: takeInputsTask(context.target), hand: handOnTask(context.target) };
  const pod = podOf(task, [task, ...task.init, ...task.sidecars, helpers.take, helpers.hand], context);
  const before = { ...guarded, ...(isGate ? { onError: 'continue' } : {}) };
  const mainStep = pod.step(main, task, { out: outputs.length > 0, words, before });
  const initSteps = task.init.map((init, i) => pod.step(inits[i] ?? init.name, init, { out: false, words, before }));
  const first = taken.length === 0 ? [] : [takeStep(taking, taken, pod, params, helpers.take, guarded)];
  const sidecars = task.sidecars.map((side) => pod.sidecar(side, words));
  const results = draft.loop === undefined ? outputs.map(({ name }) => name) : ['member'];
  const last = (): Step => {
    const key = draft.loop === undefined ? undefined : renamed(draft.loop.key, params.nameOf);
    const guards = renamed(inside.map(guardOf), params.nameOf);
    const names = [...new Set([...givenTo(guards), ...(key === undefined ? [] : givenTo(key))])];
    const containers = first.length + initSteps.length + 2 + sidecars.length;
    const spec: HandOn = {
      outputs,
      ...(task.verdict === undefined ? {} : { verdict: kebabCase(task.verdict) }),
      when: guards,
      ...(key === undefined ? {} : { member: key }),
      maxBytes: resultBytes(task, outputs, results, containers, context),
    };
    const codes = [...inits, main].map((name) => `$(steps.step-${name}.exitCode.path)`).join(' ');
    const env = {
      OUTPUTS: literalJson(spec),
      FILES: filesOf(results, 'results'),
      ...(isGate ? { EXIT_CODE_FILES: codes } : {}),
    };
    return pod.step(handing, called(helpers.hand, params.arguments(names), env), { out: true, words: asTheyAre });
  };
  const hasResults = outputs.length > 0;
  const steps = [...first, ...initSteps, mainStep, ...(hasResults ? [last()] : [])];
  return {
    spec: {
      ...(params.specs().length === 0 ? {} : { params: params.specs() }),
      ...(hasResults ? { results: results.map((name) => ({ name, type: 'string' })) } : {}),
      ...(pod.workspaces.length === 0 ? {} : { workspaces: pod.workspaces.map((name) => ({ name })) }),
      steps,
      ...(sidecars.length === 0 ? {} : { sidecars }),
      volumes: pod.volumes(),
    },
    annotations: exemptionNotes(task.identity),
    account: draft.account,
    params,
    programs: [task, ...(first.length === 0 ? [] : [helpers.take]), ...(hasResults ? [helpers.hand] : [])],
    workspaces: pod.workspaces,
    timeoutSeconds: task.timeoutSeconds,
    retries,
  };
}

/** A task of our own that works out values others are guarded by, or only looks at them. */
function workOutBody({ values }: WorkOut, { draft, inside }: Divided, context: Context): TaskBody {
  const program = takeInputsTask(context.target);
  const params = new TaskParams([], false);
  const pod = podOf(program, [program], context);
  const taken = values.map(({ name, expression, type, result }) => ({
    name,
    value: renamed(expression, params.nameOf),
    type,
    given: givenTo(expression).map(params.nameOf),
    result,
  }));
  const results = values.flatMap(({ name, result }) => (result === undefined ? [] : [{ name, type: result }]));
  const names = results.map(({ name }) => name);
  const guards = renamed(inside.map(guardOf), params.nameOf);
  const step = stepOfValues('take-inputs', taken, pod, params, program, { files: names, kind: 'results', guards });
  return {
    spec: {
      params: params.specs(),
      ...(results.length === 0 ? {} : { results }),
      steps: [step],
      volumes: pod.volumes(),
    },
    annotations: {},
    account: draft.account,
    params,
    programs: [program],
    workspaces: [],
    timeoutSeconds: program.timeoutSeconds,
    retries: 0,
  };
}

type Pod = ReturnType<typeof podOf>;
type TakenWith = Taken & { readonly given: readonly string[] };

/** The first step of a task: its results are of the step, read by the one that follows. */
function takeStep(
  name: string,
  taken: readonly TakenWith[],
  pod: Pod,
  params: TaskParams,
  program: TaskGraph,
  before: Pick<Step, 'when'>,
): Step {
  const files = taken.map((each) => each.name);
  const step = stepOfValues(name, taken, pod, params, program, { files, kind: 'step.results', before });
  return { ...step, results: files.map((each) => ({ name: each, type: 'string' })) };
}

interface ValuesStep {
  /** Values that are left as results. */
  readonly files: readonly string[];
  readonly kind: 'results' | 'step.results';
  readonly before?: Pick<Step, 'when'>;
  /** Where the step has to leave something in any case. */
  readonly guards?: readonly ProgramGuard[];
}

function stepOfValues(
  name: string,
  taken: readonly TakenWith[],
  pod: Pod,
  params: TaskParams,
  program: TaskGraph,
  { files, kind, before = {}, guards = [] }: ValuesStep,
): Step {
  const given = [...new Set([...taken.flatMap((each) => each.given), ...givenTo(guards)])];
  const values = taken.map(
    ({ name, value, type }): Taken => ({ name, value, ...(type === undefined ? {} : { type }) }),
  );
  const env = {
    VALUES: literalJson(values),
    ...(files.length === 0 ? {} : { [kind === 'results' ? 'FILES' : 'STEP_FILES']: filesOf(files, kind) }),
    ...(guards.length === 0 ? {} : { WHEN: literalJson(guards) }),
  };
  return pod.step(name, called(program, params.arguments(given), env), { out: false, words: asTheyAre, before });
}

/** One of our programs with what it is given here. */
function called(program: TaskGraph, args: readonly string[], env: { readonly [name: string]: string }): TaskGraph {
  return { ...program, command: [...program.command, ...args], env };
}

/** The variables are Tekton's: it puts the paths there. */
function filesOf(names: readonly string[], kind: 'results' | 'step.results'): string {
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, `$(${kind}.${name}.path)`])));
}

function isItem(value: Value): boolean {
  return value.kind === 'worked' && value.expression.kind === 'given' && value.expression.name === itemText;
}

/** What a helper is given is in Tekton's words already. */
const asTheyAre: Words = { text: String, runName: () => runNameText };
