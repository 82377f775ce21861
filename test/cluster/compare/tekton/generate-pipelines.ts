import fc from 'fast-check';
import type { PipelineTask, WhenExpression } from '../../../../src/schemas/tekton/types';
import { exits, nodeLost, type Outcome, oomKilled, silent, succeeds } from '../../kubelet/outcome';
import type { Scenario } from '../../kubelet/scenario';

/** A pipeline, and what becomes of its tasks. */
export interface GeneratedPipeline {
  readonly tasks: readonly PipelineTask[];
  readonly last: readonly PipelineTask[];
  readonly results: readonly { readonly name: string; readonly value: string }[];
  readonly scenario: Scenario;
}

const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const words = ['yes', 'no'];

/** Pipelines of a few tasks, of all that decides which of them run. */
export const pipelines: fc.Arbitrary<GeneratedPipeline> = fc.integer({ min: 1, max: letters.length }).chain((count) => {
  const names = letters.slice(0, count);
  return fc
    .tuple(
      fc.tuple(...names.map((_, i) => taskAfter(names.slice(0, i)))),
      fc.array(finalTask(names), { maxLength: 2 }),
      fc.array(fc.constantFrom(...names), { maxLength: 1 }),
      fc.tuple(...names.map(() => outcomes)),
      fc.tuple(outcomes, outcomes),
    )
    .map(([bodies, finals, read, ends, lastEnds]): GeneratedPipeline => {
      const matrixed = new Set(names.filter((_, i) => bodies[i]?.matrix !== undefined));
      const tasks = bodies.map((body, i) => written(names[i] ?? '', body, matrixed));
      const last = finals.map((body, i) => written(`z${i}`, body, matrixed));
      return {
        tasks,
        last,
        results: read.filter((name) => !matrixed.has(name)).map((name) => ({ name: 'r', value: ref(name) })),
        scenario: Object.fromEntries([
          ...names.map((name, i) => [name, ends[i] ?? silent] as const),
          ...last.map((task, i) => [task.name ?? '', lastEnds[i] ?? silent] as const),
        ]),
      };
    });
});

const ref = (task: string): string => `$(tasks.${task}.results.r)`;

type Body = Omit<PipelineTask, 'name' | 'taskSpec'>;

const outcomes: fc.Arbitrary<Outcome | readonly Outcome[]> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...words.map((word) => succeeds({ r: word }))) },
  { weight: 2, arbitrary: fc.constant(silent) },
  { weight: 2, arbitrary: fc.constant(exits(1)) },
  { weight: 1, arbitrary: fc.constant(exits(3, { r: 'yes' })) },
  { weight: 1, arbitrary: fc.constant([exits(1), succeeds({ r: 'yes' })]) },
  { weight: 1, arbitrary: fc.constantFrom(nodeLost, oomKilled) },
);

function someOf(names: readonly string[], most: number): fc.Arbitrary<readonly string[]> {
  return names.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...names), { maxLength: most });
}

function condition(inputs: readonly string[]): fc.Arbitrary<WhenExpression> {
  return fc
    .tuple(fc.constantFrom(...inputs), fc.constantFrom('in', 'notin'), fc.constantFrom(...words))
    .map(([input, operator, word]) => ({ input, operator, values: [word] }));
}

function taskAfter(earlier: readonly string[]): fc.Arbitrary<Body> {
  return fc
    .record({
      runAfter: someOf(earlier, 2),
      params: someOf(earlier, 1),
      when: fc.array(condition(['yes', ...earlier.map(ref)]), { maxLength: 1 }),
      kind: fc.constantFrom('plain', 'plain', 'plain', 'ignored', 'retried', 'matrix'),
    })
    .map(({ runAfter, params, when, kind }) => ({
      ...(runAfter.length > 0 && { runAfter }),
      ...(params.length > 0 && { params: params.map((name) => ({ name: 'p', value: ref(name) })) }),
      ...(when.length > 0 && { when }),
      ...(kind === 'ignored' && { onError: 'continue' }),
      ...(kind === 'retried' && { retries: 1 }),
      ...(kind === 'matrix' && { matrix: { params: [{ name: 'm', value: ['x', 'y'] }] } }),
    }));
}

function finalTask(names: readonly string[]): fc.Arbitrary<Body> {
  const statuses = ['$(tasks.status)', ...names.map((name) => `$(tasks.${name}.status)`)];
  const onStatus = fc
    .tuple(
      fc.constantFrom(...statuses),
      fc.constantFrom('in', 'notin'),
      fc.constantFrom('Succeeded', 'Failed', 'Completed', 'None'),
    )
    .map(([input, operator, word]) => ({ input, operator, values: [word] }));
  return fc
    .record({
      params: someOf(names, 1),
      when: fc.array(fc.oneof(onStatus, condition(names.map(ref))), { maxLength: 1 }),
    })
    .map(({ params, when }) => ({
      ...(params.length > 0 && { params: params.map((name) => ({ name: 'p', value: ref(name) })) }),
      ...(when.length > 0 && { when }),
    }));
}

/** A task with its step written out; what reads a matrix waits for it instead, since only lists can be read of one. */
function written(
  name: string,
  { params = [], when = [], runAfter = [], ...body }: Body,
  matrixed: ReadonlySet<string>,
): PipelineTask {
  const readsMatrix = (text: unknown) => [...matrixed].some((each) => String(text).includes(`tasks.${each}.results`));
  const own = params.filter(({ value }) => !readsMatrix(value));
  const guards = when.filter(({ input }) => !readsMatrix(input));
  const declared = [...own.map((param) => param.name), ...(body.matrix === undefined ? [] : ['m'])];
  return {
    name,
    ...body,
    ...(runAfter.length > 0 && { runAfter }),
    ...(own.length > 0 && { params: own }),
    ...(guards.length > 0 && { when: guards }),
    taskSpec: {
      ...(declared.length > 0 && { params: declared.map((each) => ({ name: each, type: 'string' })) }),
      results: [{ name: 'r', type: 'string' }],
      steps: [{ name: 'main', image: 'registry.example/x:1', command: ['x', '$(results.r.path)'], securityContext }],
    },
  };
}
