import { createHash } from 'node:crypto';
import type { TaskBody } from './task-body';

/** The Task objects of a pipeline: tasks that are alike share one. @internal */
export class TaskNames {
  readonly #pipeline: string;
  readonly #bodies = new Map<string, TaskBody>();

  constructor(pipeline: string) {
    this.#pipeline = pipeline;
  }

  /** The object's name: of the pipeline and the program; of the task where another has that name. */
  nameOf(body: TaskBody, task: string): string {
    for (const wanted of [body.programs[0].name, task, `${task}-task`]) {
      const name = shortened(`${this.#pipeline}-${wanted}`);
      const known = this.#bodies.get(name);
      if (known !== undefined && !isSame(known, body)) continue;
      this.#bodies.set(name, known ?? body);
      return name;
    }
    throw new Error(`no name for task '${task}'`);
  }

  all(): ReadonlyMap<string, TaskBody> {
    return this.#bodies;
  }
}

function isSame(a: TaskBody, b: TaskBody): boolean {
  const written = ({ spec, annotations, programs }: TaskBody) =>
    JSON.stringify([spec, annotations, programs[0].labels]);
  return written(a) === written(b);
}

function shortened(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 52).replace(/-+$/, '')}-${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
}
