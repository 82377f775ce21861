import type { Condition } from '../condition';
import { type Fields, listAt, mapAt, textAt } from '../field';
import type { Shape } from '../picture';
import { endsRed } from '../template-form';
import { guardOf, withParams } from './guards';
import { objectOf } from './pipelines';

/** A task of a pipeline as it is drawn. @internal */
export interface PipelineTask {
  readonly names: readonly string[];
  readonly shape: Shape;
  readonly lines: readonly string[];
  /** Names of the tasks that it waits for. */
  readonly before: readonly string[];
  /** All of them have to hold for its program to run. */
  readonly guards: readonly Condition[];
  readonly goesOn: boolean;
  /** The pipeline that it is. */
  readonly inner: Fields | undefined;
  /** All words that a result may be, where its task says so. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

/** Where tasks are looked for. @internal */
export interface TaskPlace {
  readonly path: string;
  readonly namespace: string;
  readonly documents: readonly unknown[];
}

/** Reads the tasks of a list; those that end red alike are one to a person. @internal */
export function pipelineTasks(tasks: readonly unknown[], place: TaskPlace): readonly PipelineTask[] {
  const read: PipelineTask[] = [];
  for (const each of tasks) {
    const task = taskOf(mapAt(each), place);
    const index = read.findIndex((other) => isSameEnd(task, other));
    const other = read[index];
    if (other === undefined) read.push(task);
    else read[index] = { ...other, names: [...other.names, ...task.names], guards: either(other, task) };
  }
  return read;
}

function taskOf(task: Fields, place: TaskPlace): PipelineTask {
  const name = textAt(task, 'name') || 'task';
  const { path, namespace, documents } = place;
  const inner =
    'pipelineSpec' in task
      ? mapAt(task, 'pipelineSpec')
      : objectOf('Pipeline', textAt(task, 'pipelineRef', 'name'), namespace, documents);
  const spec =
    'taskSpec' in task
      ? mapAt(task, 'taskSpec')
      : objectOf('Task', textAt(task, 'taskRef', 'name'), namespace, documents);
  const steps = listAt(spec, 'steps').map((step) => mapAt(step));
  const main = steps.findLast((step) => !isHelper(step));
  const own = [...listAt(task, 'when'), ...listAt(main, 'when').map((when) => withParams(when, task))];
  const guards = own.map((when) => guardOf(when, path));
  const seen = new Set<string>();
  return {
    names: [name],
    ...look(name, task, spec, main, inner !== undefined),
    before: waitsFor(task),
    guards: guards.filter(({ text }) => !seen.has(text) && seen.add(text)),
    goesOn: textAt(task, 'onError') === 'continue',
    inner,
    words: wordsOf(steps),
  };
}

function look(
  name: string,
  task: Fields,
  spec: Fields | undefined,
  main: Fields | undefined,
  isPipeline: boolean,
): Pick<PipelineTask, 'shape' | 'lines'> {
  const loop = loopText(task);
  const shown = (shape: Shape, ...lines: readonly string[]) => ({
    shape,
    lines: [...lines, loop].filter((line) => line !== ''),
  });
  const { kind, apiVersion } = { ...mapAt(task, 'taskSpec'), ...mapAt(task, 'taskRef') };
  const isCustom = textAt(apiVersion) !== '' && !textAt(apiVersion).startsWith('tekton.dev/v1');
  if (isCustom && textAt(kind) === 'ApprovalTask') return shown('approval', name, 'waits for a person');
  if (isCustom) return shown('absent', name, textAt(kind));
  if (isPipeline) return shown('closed', name);
  if (spec === undefined) {
    const ref = textAt(task, 'taskRef', 'name') || textAt(task, 'pipelineRef', 'name');
    return shown('absent', name, ref || textAt(task, 'taskRef', 'resolver'));
  }
  if (main !== undefined && endsRed(asTemplate(main))) {
    const outcome = listAt(task, 'params').find((param) => textAt(param, 'name') === 'outcome');
    const word = textAt(outcome, 'value');
    return shown('red', word === '' || word.includes('$(') ? name : word, 'ends red');
  }
  return shown('step', name);
}

/** A step as a template of Argo has it. */
const asTemplate = (step: Fields): Fields => ({ container: step, script: { source: textAt(step, 'script') } });

const isHelper = (step: Fields): boolean =>
  listAt(step, 'command').some((word) => /\/program\/(?:take-inputs|hand-on)\.mjs$/.test(textAt(word)));

function loopText(task: Fields): string {
  const params = listAt(task, 'matrix', 'params').map((param) => listAt(param, 'value'));
  const include = listAt(task, 'matrix', 'include').length;
  if (params.length === 0) return include === 0 ? '' : `for each of ${include} items`;
  const count = params.reduce((product, values) => product * values.length, 1);
  return count === 0 ? 'for each item' : `for each of ${count} items`;
}

/** As `Deps`: what it is told to wait for, and all whose results it reads. */
function waitsFor(task: Fields): readonly string[] {
  const text = JSON.stringify([task.params, task.matrix, task.when, mapAt(task, 'taskSpec').steps]);
  const read = [...text.matchAll(/\$\(tasks\.([\w-]+)\.results[.[]/g)].map(([, name = '']) => name);
  return [...new Set([...listAt(task, 'runAfter').map((name) => textAt(name)), ...read])];
}

/** Our own last step says which words it hands on. */
function wordsOf(steps: readonly Fields[]): ReadonlyMap<string, readonly string[]> {
  const env = steps.flatMap((step) => listAt(step, 'env')).find((each) => textAt(each, 'name') === 'OUTPUTS');
  let handedOn: unknown;
  try {
    handedOn = JSON.parse(textAt(env, 'value'));
  } catch {
    return new Map();
  }
  return new Map(
    listAt(handedOn, 'outputs').flatMap((output) => {
      const words = listAt(output, 'type', 'values').map((word) => textAt(word));
      return words.length === 0 ? [] : [[textAt(output, 'name'), words] as const];
    }),
  );
}

/** The one guard of what ends red on words of one thing. */
function onlyWords({ shape, guards: [guard, ...others] }: PipelineTask): Said | undefined {
  if (shape !== 'red' || guard?.subject === undefined || others.length > 0 || guard.words.except) return undefined;
  return guard;
}

type Said = Extract<Condition, { readonly words: unknown }>;

function isSameEnd(task: PipelineTask, other: PipelineTask): boolean {
  const [one, two] = [onlyWords(task), onlyWords(other)];
  if (one === undefined || one.subject.key !== two?.subject.key) return false;
  return task.lines.join() === other.lines.join() && task.before.join() === other.before.join();
}

function either(task: PipelineTask, other: PipelineTask): readonly Condition[] {
  const [one, two] = [onlyWords(task), onlyWords(other)];
  if (one === undefined || two === undefined) return task.guards;
  return [{ ...one, words: { except: false, words: [...one.words.words, ...two.words.words] } }];
}
