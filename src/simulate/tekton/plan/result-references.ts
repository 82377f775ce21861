import type { PipelineTask } from '../../../schemas/tekton/types';

/** A result that a pipeline task reads. @internal */
export interface ResultReference {
  readonly task: string;
  readonly result: string;
  /** Of a list, or of what a matrix left. */
  readonly index: number | undefined;
}

/** As `PipelineTaskResultRefs`: in parameters, the matrix, conditions, and in steps that are written out. @internal */
export function resultReferences(task: PipelineTask): readonly ResultReference[] {
  const found = known.get(task);
  if (found !== undefined) return found;
  const { params, matrix, when, taskSpec } = task;
  const references = referencesIn([params, matrix, when, taskSpec?.steps, taskSpec?.sidecars]);
  known.set(task, references);
  return references;
}

const known = new WeakMap<PipelineTask, readonly ResultReference[]>();

/** Where a missing result makes the engine skip a task: it looks no further than here. @internal */
export function readsResults({ params, when }: PipelineTask): boolean {
  return referencesIn([params, when]).length > 0;
}

/** @internal */
export function referencesIn(part: unknown): readonly ResultReference[] {
  const found = new Map<string, ResultReference>();
  visit(part, (text) => {
    for (const [, task = '', plain, , quoted, index] of text.matchAll(reference)) {
      const result = plain ?? quoted ?? '';
      const number = index === undefined ? undefined : Number(index);
      found.set(`${task} ${result} ${index}`, { task, result, index: number });
    }
  });
  return [...found.values()];
}

const reference =
  /\$\(tasks\.([\w-]+)\.results(?:\.([A-Za-z0-9_-]+)|\[(["'])(.+?)\3\])(?:\[(\d+)\]|\[\*\])?(?:\.[\w-]+)?\)/g;

/** Calls with every text of an object that has a variable. @internal */
export function visit(part: unknown, found: (text: string) => void): void {
  if (typeof part === 'string') {
    if (part.includes('$(')) found(part);
  } else if (Array.isArray(part)) for (const each of part) visit(each, found);
  else if (typeof part === 'object' && part !== null) for (const each of Object.values(part)) visit(each, found);
}
