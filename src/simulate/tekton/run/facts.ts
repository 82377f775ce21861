import { isMatrixed } from '../plan/matrix';
import { readsResults } from '../plan/result-references';
import { timeoutsOf } from '../plan/run-plan';
import { asValue, isList } from '../plan/value';
import { allHold } from '../pod/conditions';
import { findResults } from './find-results';
import type { PipelineRun, SkipReason, TaskState } from './pipeline-run';
import { anyFailed, isFailure, isIgnored, isScheduled, isSuccessful, reasonOf } from './task-states';

/**
 * What one look of the controller finds: `PipelineRunFacts`, function by function. Why a task is left out is remembered
 * until something is found out that may change it, as there; some runs hang by it.
 *
 * @internal
 */
export class Facts {
  readonly invalid = new Map<string, string>();
  readonly #run: PipelineRun;
  readonly #byName: ReadonlyMap<string, TaskState>;
  #skips = new Map<string, SkipReason | undefined>();

  constructor(run: PipelineRun) {
    this.#run = run;
    this.#byName = new Map(run.tasks.map((task) => [task.name, task]));
  }

  get #now(): number {
    return this.#run.world.clock.now();
  }

  forgetSkips(): void {
    this.#skips = new Map();
  }

  /** The engine compares what tasks resolved to, and all that are no Tasks resolved to nothing. */
  isInvalid({ name, plan }: TaskState): boolean {
    if (this.invalid.size === 0) return false;
    if (plan.kind === 'task') return this.invalid.has(name);
    return [...this.invalid.keys()].some((each) => this.#byName.get(each)?.plan.kind !== 'task');
  }

  isDone(state: TaskState): boolean {
    return this.skip(state) !== undefined || isSuccessful(state) || isFailure(state) || this.isInvalid(state);
  }

  isStopping(): boolean {
    return this.#run.tasks.some(
      (state) => !state.isFinal && (isFailure(state) || this.isInvalid(state)) && !isIgnored(state),
    );
  }

  tasksDone(isFinal: boolean): boolean {
    return this.#run.tasks.every((state) => state.isFinal !== isFinal || this.isDone(state));
  }

  /** Tasks that may begin. */
  queue(): readonly TaskState[] {
    const done = new Set(
      this.#run.tasks.filter((state) => !state.isFinal && this.isDone(state)).map(({ name }) => name),
    );
    if (this.isStopping() || this.#run.plan.spec.status === 'StoppedRunFinally') return [];
    if (['Cancelled', 'CancelledRunFinally'].includes(this.#run.plan.spec.status ?? '')) return [];
    return this.#run.tasks.filter(
      (state) =>
        !state.isFinal && !done.has(state.name) && !isScheduled(state) && state.before.every((name) => done.has(name)),
    );
  }

  finalQueue(): readonly TaskState[] {
    if (!this.tasksDone(false)) return [];
    return this.#run.tasks.filter((state) => state.isFinal && !isScheduled(state));
  }

  skip(state: TaskState): SkipReason | undefined {
    if (this.#skips.has(state.name)) return this.#skips.get(state.name);
    const reason = this.#skip(state);
    this.#skips.set(state.name, reason);
    return reason;
  }

  #skip(state: TaskState): SkipReason | undefined {
    const { status } = this.#run.plan.spec;
    if (state.isFinal || isScheduled(state) || this.isInvalid(state)) return undefined;
    if (this.isStopping()) return 'PipelineRun was stopping';
    if (status === 'CancelledRunFinally') return 'PipelineRun was gracefully cancelled';
    if (status === 'StoppedRunFinally') return 'PipelineRun was gracefully stopped';
    if (this.#conditionsFail(state)) return 'When Expressions evaluated to false';
    if (this.#parentWasSkipped(state)) return 'Parent Tasks were skipped';
    if (this.#resultsAreMissing(state)) return 'Results were missing';
    if (this.#parentsDone(state)) {
      const { pipeline, tasks } = timeoutsOf(this.#run.plan.spec);
      if (this.#isPast(pipeline)) return 'PipelineRun timeout has been reached';
      if (this.#isPast(tasks)) return 'PipelineRun Tasks timeout has been reached';
    }
    return hasEmptyList(state) ? 'Matrix Parameters have an empty array' : undefined;
  }

  finallySkip(state: TaskState): SkipReason | undefined {
    if (isScheduled(state) || !state.isFinal || !this.tasksDone(false)) return undefined;
    if (this.#resultsAreMissing(state)) return 'Results were missing';
    if (this.#conditionsFail(state)) return 'When Expressions evaluated to false';
    const { pipeline, finally: last } = timeoutsOf(this.#run.plan.spec);
    if (this.#isPast(pipeline)) return 'PipelineRun timeout has been reached';
    const { finallyStartedAt } = this.#run;
    if (last !== undefined && finallyStartedAt !== undefined && this.#now - finallyStartedAt > last)
      return 'PipelineRun Finally timeout has been reached';
    return hasEmptyList(state) ? 'Matrix Parameters have an empty array' : undefined;
  }

  #parentsDone({ isFinal, before }: TaskState): boolean {
    return isFinal || before.every((name) => this.isDone(this.#byName.get(name) as TaskState));
  }

  #conditionsFail(state: TaskState): boolean {
    if (!this.#parentsDone(state)) return false;
    return !allHold(state.task.when, (what) => this.#run.world.undecided.add(what));
  }

  #parentWasSkipped({ before }: TaskState): boolean {
    return before.some((name) => {
      const reason = this.skip(this.#byName.get(name) as TaskState);
      return reason !== undefined && reason !== 'When Expressions evaluated to false';
    });
  }

  #resultsAreMissing(state: TaskState): boolean {
    if (!this.#parentsDone(state) || !readsResults(state.task)) return false;
    const found = findResults(this.#run, state);
    if ('missing' in found) {
      const { of } = found;
      if (of !== undefined) {
        const skipped = () => this.skip(of) === 'When Expressions evaluated to false';
        if (isIgnored(state) || state.isFinal || skipped()) return true;
      }
    } else state.task = found.variables.in(state.task);
    this.forgetSkips();
    return false;
  }

  #isPast(limit: number | undefined): boolean {
    const { startedAt } = this.#run;
    return limit !== undefined && startedAt !== undefined && this.#now - startedAt > limit;
  }

  /** `tasks.….status` and `tasks.….reason`, and `tasks.status`. */
  statuses(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const state of this.#run.tasks) {
      if (state.isFinal) continue;
      found.set(`tasks.${state.name}.status`, statusOf(state));
      found.set(`tasks.${state.name}.reason`, reasonOf(state));
    }
    found.set('tasks.status', this.#together());
    return found;
  }

  #together(): string {
    if (!this.tasksDone(false)) return 'None';
    let all = 'Succeeded';
    for (const state of this.#run.tasks) {
      if (state.isFinal) continue;
      if (anyFailed(state)) return 'Failed';
      if (this.skip(state) !== undefined) all = 'Completed';
    }
    return all;
  }
}

/** @internal */
export function statusOf(state: TaskState): string {
  if (isSuccessful(state)) return 'Succeeded';
  return anyFailed(state) ? 'Failed' : 'None';
}

function hasEmptyList({ task }: TaskState): boolean {
  return (
    isMatrixed(task.matrix) &&
    (task.matrix.params ?? []).some(({ value }) => {
      const given = asValue(value);
      return isList(given) && given.length === 0;
    })
  );
}
