import { branch } from '../branch';
import type { Condition } from '../condition';
import type { Definition } from '../definitions';
import { always } from '../depends';
import { type Fields, listAt, mapAt, textAt } from '../field';
import { connect, type End, type Flow, factsOf, from, start } from '../flow';
import type { Picture } from '../picture';
import type { Words } from '../words';
import { type PipelineTask, pipelineTasks } from './pipeline-task';
import { objectOf } from './pipelines';

/** Where a pipeline is drawn. */
interface Scope {
  readonly picture: Picture;
  readonly documents: readonly unknown[];
  readonly namespace: string;
  readonly path: string;
  readonly box: string | undefined;
  readonly depth: number;
  /** The pipelines that are open around this place. */
  readonly open: readonly object[];
}

/** What a task left in the picture. */
interface Drawn {
  readonly done: readonly End[];
  /** Where it goes on when its program was not to run. */
  readonly passed: readonly End[];
  readonly task: PipelineTask;
}

/** Mermaid draws no more than 500 arrows; beyond as many nodes, pipelines stay closed. */
const most = 500;

/** Draws a pipeline of Tekton, with what starts it before it and its last tasks apart. @internal */
export function drawPipeline(
  definition: Definition,
  documents: readonly unknown[],
  place: { readonly picture: Picture; readonly box: string | undefined; readonly depth: number },
): void {
  const { picture, box } = place;
  const { kind, namespace, name, spec, schedule } = definition;
  const path = `${kind}/${namespace}/${name}`;
  let flow: Flow = start;
  if (schedule.length > 0) {
    const id = picture.addNode('schedule', { shape: 'schedule', lines: schedule, box, path });
    flow = from(id, new Map());
  }
  const ref = textAt(spec, 'pipelineRef', 'name');
  const pipeline =
    kind === 'Pipeline'
      ? spec
      : 'pipelineSpec' in spec
        ? mapAt(spec, 'pipelineSpec')
        : objectOf('Pipeline', ref, namespace, documents);
  if (pipeline === undefined) {
    const shown = ref || textAt(spec, 'pipelineRef', 'resolver') || 'pipeline';
    connect(flow, picture.addNode(shown, { shape: 'absent', lines: [shown], box, path }), picture);
    return;
  }
  drawAll(pipeline, flow, { ...place, documents, namespace, path, open: [pipeline] });
}

function drawAll(pipeline: Fields, flow: Flow, scope: Scope): readonly End[] {
  const { picture, box } = scope;
  const ends = drawTasks(pipelineTasks(listAt(pipeline, 'tasks'), scope), flow, scope);
  const last = pipelineTasks(listAt(pipeline, 'finally'), scope);
  if (last.length > 0)
    // They wait for all others, whose results they read; no arrow has to say so.
    drawTasks(
      last.map((task) => ({ ...task, before: [] })),
      start,
      {
        ...scope,
        box: picture.addBox('at the end, whatever happened', box),
      },
    );
  return ends;
}

function drawTasks(tasks: readonly PipelineTask[], flow: Flow, scope: Scope): readonly End[] {
  const drawn = new Map<string, Drawn>();
  const followed = new Set<PipelineTask>();
  const order = sorted(tasks);
  for (const task of order) {
    const before = nearest(task, tasks).flatMap((name) => drawn.get(name) ?? []);
    for (const each of before) followed.add(each.task);
    const reached = before.length === 0 ? flow : flowAfter(before, wordsIn(tasks, scope.path));
    const left = drawTask({ ...task, guards: outermostFirst(task.guards, order, scope.path) }, reached, scope);
    for (const name of task.names) drawn.set(name, left);
  }
  return [...new Set(drawn.values())].filter(({ task }) => !followed.has(task)).flatMap(({ done }) => done);
}

function drawTask(task: PipelineTask, flow: Flow, scope: Scope): Drawn {
  const { picture, box } = scope;
  const [name = ''] = task.names;
  const path = `${scope.path}/${name}`;
  let taken = flow;
  const passed: End[] = [];
  for (const guard of task.guards) {
    const branched = branch(taken, [guard], scope);
    taken = branched.taken[0] ?? [];
    passed.push(...branched.passed);
  }
  const isOpen = task.inner !== undefined && scope.depth > 0 && picture.nodes.length < most;
  if (isOpen && task.inner !== undefined && !scope.open.includes(task.inner)) {
    const inner = { ...scope, path, box: picture.addBox(task.lines.join(', '), box), depth: scope.depth - 1 };
    return { done: drawAll(task.inner, taken, { ...inner, open: [...scope.open, task.inner] }), passed, task };
  }
  const { shape, lines } = task;
  const id = picture.addNode(shape === 'red' ? (lines[0] ?? name) : name, { shape, lines, box, path });
  connect(taken, id, picture);
  const done = shape === 'red' && !task.goesOn ? [] : from(id, factsOf(taken)).flat();
  return { done: task.goesOn ? done.map((end) => ({ ...end, label: always })) : done, passed, task };
}

/** What was decided earlier is asked first: the guards of a task are those of all blocks around it. */
function outermostFirst(
  guards: readonly Condition[],
  order: readonly PipelineTask[],
  path: string,
): readonly Condition[] {
  const place = ({ subject }: Condition) =>
    order.findIndex(({ names }) => names.some((name) => subject?.producer === `${path}/${name}`));
  return guards.toSorted((a, b) => place(a) - place(b));
}

/** The tasks that it waits for, without those that one of them waits for anyway. */
function nearest({ before }: PipelineTask, tasks: readonly PipelineTask[]): readonly string[] {
  const found = (name: string) => tasks.find(({ names }) => names.includes(name));
  const further = new Set<PipelineTask>();
  const visit = (name: string): void => {
    for (const each of found(name)?.before ?? []) {
      const task = found(each);
      if (task === undefined || further.has(task)) continue;
      further.add(task);
      visit(each);
    }
  };
  for (const name of before) visit(name);
  const direct = new Set(before.flatMap((name) => found(name) ?? []).filter((task) => !further.has(task)));
  return [...direct].flatMap(({ names: [name = ''] }) => name);
}

/** What a task comes after: each of them has run, or was not to run. */
function flowAfter(before: readonly Drawn[], words: ReadonlyMap<string, readonly string[]>): Flow {
  const reds = before.filter(({ task, done }) => task.shape === 'red' && done.length === 0);
  const others = before.filter((each) => !reds.includes(each));
  if (others.length === 0) return before.map(({ passed }) => passed).filter((ends) => ends.length > 0);
  const red = reds.flatMap(({ task }) => task.guards);
  return others.flatMap((each) => {
    // What another one runs on, or what ends red, needs no arrow past this one.
    const elsewhere = [
      ...red.flatMap((guard) => (guard.subject === undefined ? [] : [[guard.subject.key, guard.words] as const])),
      ...others.filter((other) => other !== each).flatMap(({ done }) => done.flatMap(({ facts }) => [...facts])),
    ];
    const passed = each.passed.filter(
      ({ facts }) =>
        ![...facts].some(([key, known]) => {
          const listed = elsewhere.flatMap(([other, { words, except }]) => (other === key && !except ? words : []));
          return isWithin(known, listed, words.get(key));
        }),
    );
    const ends = [...each.done, ...passed];
    return ends.length === 0 ? [] : [ends];
  });
}

/** Whether a value that is one of some words is among those listed, as far as is known what it may be at all. */
function isWithin({ words, except }: Words, listed: readonly string[], all: readonly string[] | undefined): boolean {
  const possible = except ? all?.filter((word) => !words.includes(word)) : words;
  return possible?.every((word) => listed.includes(word)) === true;
}

/** What each result may be, by its name as a subject. */
function wordsIn(tasks: readonly PipelineTask[], path: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    tasks.flatMap(({ names: [name], words }) =>
      [...words].map(([result, all]) => [`${path}/${name}#.${result}`, all] as const),
    ),
  );
}

/** Tasks after those that they wait for, and else as they were written; what waits in a circle comes last. */
function sorted(tasks: readonly PipelineTask[]): readonly PipelineTask[] {
  const order: PipelineTask[] = [];
  const waiting = new Set(tasks);
  for (let size = -1; size !== waiting.size; ) {
    size = waiting.size;
    for (const task of waiting) {
      if (task.before.some((name) => [...waiting].some((other) => other !== task && other.names.includes(name))))
        continue;
      order.push(task);
      waiting.delete(task);
    }
  }
  return [...order, ...waiting];
}
