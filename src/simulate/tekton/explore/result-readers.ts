import type { PipelineSpec } from '../../../schemas/tekton/types';
import { isMatrixed } from '../plan/matrix';
import { type ResultReference, referencesIn } from '../plan/result-references';
import type { PipelineRun, TaskState } from '../run/pipeline-run';

/** Who reads the results of a task. @internal */
export interface TaskReaders {
  /** Every result counts as long as the run goes on: lists are made of them. */
  readonly always: boolean;
  /** A task of `finally` asks why it failed. */
  readonly reason: boolean;
  /** A task of `finally` asks how it ended. */
  readonly status: boolean;
  readonly results: ReadonlyMap<string, ResultReaders>;
}

/** Who reads one result. @internal */
export interface ResultReaders {
  /** Names of tasks that read its value. */
  readonly tasks: readonly string[];
  /** Names of tasks that read one item of it: the engine looks for that even where they are left out. */
  readonly items: readonly string[];
  /** The pipeline hands it on, and fails where it is not there; or where the one item of it is not that it hands on. */
  readonly handedOn: 'item' | 'whole' | undefined;
}

const known = new WeakMap<PipelineSpec, ReadonlyMap<string, TaskReaders>>();

/** Who reads what of the tasks of a run, by the task's name. @internal */
export function resultReaders({ spec, tasks }: PipelineRun): ReadonlyMap<string, TaskReaders> {
  // Before it begins nobody knows what its tasks are.
  if (tasks.length === 0) return new Map();
  const found = known.get(spec);
  if (found !== undefined) return found;
  const readers = readersIn(spec, tasks);
  known.set(spec, readers);
  return readers;
}

function readersIn(spec: PipelineSpec, tasks: readonly TaskState[]): ReadonlyMap<string, TaskReaders> {
  const read = tasks.map(({ name, source, plan }) => ({ name, references: referencesIn([source, plan.spec]) }));
  const handedOn = referencesIn(JSON.parse(JSON.stringify(spec.results ?? []).replaceAll('$(finally.', '$(tasks.')));
  const last = JSON.stringify(spec.finally ?? []);
  return new Map(
    tasks.map(({ name, source }) => {
      const isOwn = ({ task }: ResultReference) => task === name;
      const names = new Set(
        [...read.flatMap(({ references }) => references), ...handedOn].filter(isOwn).map(({ result }) => result),
      );
      const readersOf = (result: string): ResultReaders => {
        const isIt = (reference: ResultReference) => isOwn(reference) && reference.result === result;
        const whoReads = (is: (reference: ResultReference) => boolean) =>
          read.filter(({ references }) => references.some(is)).map((each) => each.name);
        return {
          tasks: whoReads(isIt),
          items: whoReads((reference) => isIt(reference) && reference.index !== undefined),
          handedOn: handedOn.filter(isIt).some(({ index }) => index !== undefined)
            ? 'item'
            : handedOn.some(isIt)
              ? 'whole'
              : undefined,
        };
      };
      const readers: TaskReaders = {
        always: isMatrixed(source.matrix),
        reason: last.includes(`tasks.${name}.reason`),
        status: last.includes(`tasks.${name}.status`),
        results: new Map([...names].map((result) => [result, readersOf(result)])),
      };
      return [name, readers];
    }),
  );
}
