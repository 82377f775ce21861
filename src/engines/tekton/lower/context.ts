import { freeName } from '../../../core/free-name';
import type { PipelineGraph, ReferenceGraph } from '../../../core/graph/unit-graph';
import { type Gap, NotPortableError, tektonGaps } from '../../../core/portability';
import type { TaskGraph } from '../../../core/task';
import type { TektonTarget } from '../target';
import type { Draft, WorkedOut } from './draft';

/** What a lowering collects. @internal */
export class Context {
  readonly target: TektonTarget;
  /** Path of the construct that is lowered, for messages. */
  readonly at: string;
  /** Tasks of the pipeline, in the order they were found. */
  readonly tasks: Draft[] = [];
  readonly finally: Draft[] = [];
  /** Pipelines that were put into this one, and the tasks that came of them. */
  readonly stages: Stage[] = [];
  /** Where the run and its accounts are. */
  readonly namespace: string;
  /** The task that ends a run red. */
  readonly endRed: TaskGraph;
  readonly #names = new Set<string>();

  constructor(target: TektonTarget, namespace: string, at: string, endRed: TaskGraph) {
    this.target = target;
    this.namespace = namespace;
    this.at = at;
    this.endRed = endRed;
  }

  /** A name that no other task of the pipeline has: the plain one, or behind that of what it belongs to. */
  name(plain: string, owner: string): string {
    const taken = (name: string) => this.#names.has(name);
    const long = short(`${owner}-${plain}`);
    const name = taken(plain) ? freeName(long, taken) : plain;
    this.#names.add(name);
    return name;
  }

  add(draft: Omit<Draft, 'account'>, where: Where): string {
    (where.isFinal ? this.finally : this.tasks).push({ ...draft, account: where.account });
    return draft.name;
  }

  /** The account of a unit that is put in here: its own, where that is at hand, so that it may do no more than alone. */
  accountIn({ object }: ReferenceGraph, around: string): string {
    return object.namespace === this.namespace ? object.name : around;
  }

  /** A task that works values out, for what Tekton can decide only by a result. */
  workOut(plain: string, values: readonly WorkedOut[], where: Where): string {
    if (where.isFinal) throw this.gap(tektonGaps.finallyOrder, `'${plain}'`);
    const name = this.name(short(plain), where.owner);
    return this.add({ name, guards: where.guards, after: where.after, work: { kind: 'workOut', values } }, where);
  }

  gap(gap: Gap, what: string): NotPortableError {
    return new NotPortableError('Tekton', gap, what, this.at);
  }
}

/** A pipeline that was put into another one. @internal */
export interface Stage {
  readonly graph: PipelineGraph;
  /** Names of its tasks. */
  readonly tasks: ReadonlySet<string>;
}

/** Where in a pipeline something stands. @internal */
export interface Where {
  readonly guards: Draft['guards'];
  /** Tasks to wait for. */
  readonly after: readonly string[];
  readonly isFinal: boolean;
  /** What names begin with that would be taken. */
  readonly owner: string;
  /** The unit whose accounts its tasks have. */
  readonly account: string;
}

/** @internal */
export function result(task: string, name: string): string {
  return `$(tasks.${task}.results.${name})`;
}

function short(name: string): string {
  return name.length <= 55 ? name : name.slice(0, 55).replace(/-+$/, '');
}
