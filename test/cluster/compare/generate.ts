import fc from 'fast-check';
import type { DAGTask, Template, WorkflowStep } from '../../../src/schemas/argo/types';
import { exits, killed, nodeLost, type Outcome, silent, succeeds } from '../kubelet/outcome';
import type { Scenario } from '../kubelet/scenario';

/** A workflow and what becomes of its pods. */
export interface Generated {
  readonly templates: readonly Template[];
  readonly scenario: Scenario;
}

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('good', 'bad', 'pass', '7', '["a","b"]').map((v) => succeeds({ v })) },
  { weight: 3, arbitrary: fc.constantFrom(exits(1), exits(2, { v: 'good' })) },
  { weight: 1, arbitrary: fc.constantFrom(silent, killed, nodeLost) },
);

/** How a template is told to go on in spite of failures. */
const continueOn = fc.option(fc.constantFrom({ failed: true }, { error: true }, { failed: true, error: true }), {
  nil: undefined,
  freq: 2,
});

const loops: fc.Arbitrary<Pick<WorkflowStep, 'withItems' | 'withParam' | 'withSequence'>> = fc.constantFrom(
  { withItems: ['a', 'b'] },
  { withItems: [1, true, 'c(d)'] },
  {
    withItems: [
      { k: 'x', l: 'y' },
      { k: 'z', l: 'w' },
    ],
  },
  { withParam: '["p","q"]' },
  { withParam: '[]' },
  { withParam: 'no list' },
  { withSequence: { count: '2' } },
  { withSequence: { start: '2', end: '1', format: 'n%02d' } },
);

const retries: fc.Arbitrary<Template['retryStrategy']> = fc.option(
  fc.record({
    limit: fc.constantFrom('0', '1', '2'),
    retryPolicy: fc.option(fc.constantFrom('Always' as const, 'OnFailure' as const, 'OnError' as const), {
      nil: undefined,
    }),
    expression: fc.option(
      fc.constantFrom("lastRetry.exitCode == '1'", 'asInt(retries) < 1', "lastRetry.status == 'Failed'"),
      { nil: undefined, freq: 4 },
    ),
  }),
  { nil: undefined, freq: 4 },
);

interface Build {
  readonly templates: Template[];
  readonly scenario: Record<string, Outcome | readonly Outcome[]>;
  count: number;
}

/** The pieces that chance decides, drawn as they are needed. */
type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T;

/** Any workflow of steps and DAGs in each other, with conditions, loops, retries, hooks and failures. */
export const workflows: fc.Arbitrary<Generated> = fc.gen().map((gen) => {
  const draw: Draw = (arbitrary) => gen(() => arbitrary);
  const build: Build = { templates: [], scenario: {}, count: 0 };
  build.templates.push(leaf('hook', undefined, undefined));
  const main = composite(draw, build, 0);
  const entry = build.templates.find(({ name }) => name === main);
  if (entry !== undefined) build.templates.splice(build.templates.indexOf(entry), 1);
  return {
    templates: [...build.templates, { ...entry, name: 'main' }],
    scenario: build.scenario,
  };
});

function leaf(name: string, retryStrategy: Template['retryStrategy'], otherwise: string | undefined): Template {
  return {
    name,
    inputs: { parameters: [{ name: 'x', default: 'x' }] },
    outputs: {
      parameters: [
        { name: 'v', valueFrom: { path: '/out/v', ...(otherwise !== undefined && { default: otherwise }) } },
      ],
    },
    ...(retryStrategy !== undefined && { retryStrategy: defined(retryStrategy) }),
    container: { image: 'ghcr.io/acme/leaf:1', command: ['leaf'], args: ['{{inputs.parameters.x}}'] },
  };
}

/** Without what is undefined, which JSON leaves out and the server refuses. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

/** A template for a step or task, and the outcomes of its pods. */
function callee(draw: Draw, build: Build, name: string, depth: number): string {
  if (depth < 2 && draw(fc.integer({ min: 0, max: 3 })) === 0) return composite(draw, build, depth + 1);
  const strategy = draw(retries);
  const otherwise = draw(fc.option(fc.constantFrom('none', 'good'), { nil: undefined, freq: 1 }));
  build.count += 1;
  const template = `leaf-${build.count}`;
  build.templates.push(leaf(template, strategy, otherwise));
  build.scenario[name] =
    strategy === undefined ? draw(outcomes) : draw(fc.array(outcomes, { minLength: 1, maxLength: 3 }));
  return template;
}

function composite(draw: Draw, build: Build, depth: number): string {
  build.count += 1;
  const name = `inner-${build.count}`;
  const steps = draw(fc.boolean());
  const inputs = { parameters: [{ name: 'x', default: 'x' }] };
  const template: Template = steps
    ? { name, inputs, steps: stepsOf(draw, build, depth), failFast: draw(fc.integer({ min: 0, max: 7 })) === 0 }
    : { name, inputs, dag: { tasks: tasksOf(draw, build, depth), failFast: draw(fc.boolean()) } };
  const names = steps
    ? (template.steps ?? []).flat().map((step) => step.name ?? '')
    : (template.dag?.tasks ?? []).map((task) => task.name);
  const source = draw(fc.constantFrom(...names));
  const kind = steps ? 'steps' : 'tasks';
  const expression = `${kind}['${source}']?.outputs?.parameters?.v`;
  const valueFrom = draw(
    fc.constantFrom(
      { parameter: `{{${kind}.${source}.outputs.parameters.v}}`, default: 'none' },
      { expression, default: 'nothing' },
      { expression: `${kind}['${source}'].status` },
    ),
  );
  const retryStrategy = draw(fc.integer({ min: 0, max: 9 })) === 0 ? { limit: '1' } : undefined;
  build.templates.push({
    ...template,
    outputs: { parameters: [{ name: 'v', valueFrom }] },
    ...(retryStrategy && { retryStrategy }),
  });
  return name;
}

function stepsOf(draw: Draw, build: Build, depth: number): WorkflowStep[][] {
  const groups: WorkflowStep[][] = [];
  const before: string[] = [];
  const sizes = draw(fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }));
  for (const size of sizes) {
    const group: WorkflowStep[] = [];
    for (let i = 0; i < size; i++) group.push(callOf(draw, build, depth, 'steps', before) as WorkflowStep);
    groups.push(group);
    before.push(...group.map(({ name }) => name ?? ''));
  }
  return groups;
}

function tasksOf(draw: Draw, build: Build, depth: number): DAGTask[] {
  const tasks: DAGTask[] = [];
  const count = draw(fc.integer({ min: 1, max: 4 }));
  // A template writes all its tasks in one of the two ways, and only the older one goes with continueOn.
  const older = draw(fc.boolean());
  for (let i = 0; i < count; i++) {
    const known = tasks.map(({ name }) => name);
    const before = known.length === 0 ? [] : draw(fc.subarray(known, { maxLength: Math.min(2, known.length) }));
    const task = callOf(draw, build, depth, 'tasks', before) as DAGTask;
    if (older) tasks.push({ ...task, ...(before.length > 0 && { dependencies: before }) });
    else {
      const { continueOn: _, ...bare } = task;
      tasks.push({ ...bare, ...dependsOf(draw, before, tasks) });
    }
  }
  return tasks;
}

/** Only items of loops can be asked for any or all of them. */
function dependsOf(draw: Draw, before: readonly string[], tasks: readonly DAGTask[]): Pick<DAGTask, 'depends'> {
  if (before.length === 0) return {};
  const terms = before.map((name) => {
    const task = tasks.find((one) => one.name === name);
    const loops = task?.withItems !== undefined || task?.withParam !== undefined || task?.withSequence !== undefined;
    const words = [
      '',
      '.Succeeded',
      '.Failed',
      '.Errored',
      '.Skipped',
      '.Omitted',
      ...(loops ? ['.AnySucceeded', '.AllFailed'] : []),
    ];
    const chosen = draw(fc.subarray(words, { minLength: 1, maxLength: 3 })).map((word) => `${name}${word}`);
    return `(${chosen.join(' || ')})`;
  });
  return { depends: terms.join(draw(fc.constantFrom(' && ', ' || '))) };
}

/** A step or task, which may read what came before it. */
function callOf(
  draw: Draw,
  build: Build,
  depth: number,
  kind: 'steps' | 'tasks',
  before: readonly string[],
): WorkflowStep | DAGTask {
  build.count += 1;
  const name = `${kind === 'steps' ? 's' : 't'}${build.count}`;
  const template = callee(draw, build, name, depth);
  const other = before.length === 0 ? undefined : draw(fc.constantFrom(...before));
  const loop = draw(fc.option(loops, { nil: undefined, freq: 4 }));
  const values = ['{{inputs.parameters.x}}', 'plain', "{{= inputs.parameters.x + '!' }}"];
  if (other !== undefined)
    values.push(
      `{{= ${kind}['${other}'].status }}`,
      `{{= ${kind}['${other}']?.outputs?.parameters?.v ?? 'left nothing' }}`,
      `{{${kind}.${other}.outputs.parameters.v}}`,
    );
  if (loop !== undefined) values.push('{{item}}');
  const conditions: (string | undefined)[] = [
    undefined,
    undefined,
    undefined,
    "'{{inputs.parameters.x}}' == 'x'",
    "'{{inputs.parameters.x}}' != x",
  ];
  if (other !== undefined)
    conditions.push(
      `{{${kind}.${other}.status}} == Succeeded`,
      `{{= ${kind}['${other}'].status != 'Succeeded' }}`,
      `'{{${kind}.${other}.outputs.parameters.v}}' == 'good'`,
      `{{${kind}.${other}.outputs.parameters.v}} in (good, pass)`,
    );
  if (loop?.withItems !== undefined) conditions.push("'{{item}}' != 'b'");
  const when = draw(fc.constantFrom(...conditions));
  const exit = draw(fc.integer({ min: 0, max: 5 })) === 0;
  // An item of a loop of steps has a name that no expression finds: the error races with the pods.
  const running = draw(fc.integer({ min: 0, max: 11 })) === 0 && (kind === 'tasks' || loop === undefined);
  if (exit) build.scenario[`${name}.onExit`] = draw(outcomes);
  const hooks = {
    ...(exit && { exit: { template: 'hook' } }),
    ...(running && { over: { template: 'hook', expression: `${kind}['${name}'].status == 'Succeeded'` } }),
  };
  return defined({
    name,
    template,
    arguments: { parameters: [{ name: 'x', value: draw(fc.constantFrom(...values)) }] },
    continueOn: draw(continueOn),
    when,
    ...loop,
    ...(Object.keys(hooks).length > 0 && { hooks }),
  });
}
