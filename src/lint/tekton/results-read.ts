import type { PipelineTask, Sidecar, Step } from '../../schemas/tekton/types';
import type { YamlPath } from '../../yaml/read';
import type { PlacedPipelineTask } from './pipelines';
import { expressionsIn } from './substitution';
import { textsOf } from './values';

/** What a field of a task reads, all of it. @internal */
export interface FieldRead {
  readonly expressions: readonly string[];
  readonly at: YamlPath;
}

/** What the params and conditions of a task read. @internal */
export function readsOf({ task, at }: PlacedPipelineTask): readonly FieldRead[] {
  return [...paramReads(task.params, [...at, 'params']), ...whenReads(task, at)];
}

/** The same with all that orders it after others: its matrix, and the steps that stand in it. @internal */
export function allReadsOf(placed: PlacedPipelineTask): readonly FieldRead[] {
  const { task, at } = placed;
  const { matrix, taskSpec } = task;
  return [
    ...readsOf(placed),
    ...paramReads(matrix?.params, [...at, 'matrix', 'params']),
    ...(matrix?.include ?? []).flatMap(({ params }, i) =>
      paramReads(params, [...at, 'matrix', 'include', i, 'params']),
    ),
    ...(['steps', 'sidecars'] as const).flatMap((field) =>
      (taskSpec?.[field] ?? []).map((each, i) => ({
        expressions: ofContainer(each),
        at: [...at, 'taskSpec', field, i],
      })),
    ),
  ];
}

function paramReads(params: PipelineTask['params'] = [], at: YamlPath): readonly FieldRead[] {
  return params.map(({ value }, i) => ({
    expressions: textsOf(value).flatMap(([, text]) => expressionsIn(text)),
    at: [...at, i, 'value'],
  }));
}

function whenReads({ when = [] }: PipelineTask, at: YamlPath): readonly FieldRead[] {
  return when.map(({ input = '', cel = '', values = [] }, i) => ({
    expressions: [input, cel, ...values].flatMap(expressionsIn),
    at: [...at, 'when', i],
  }));
}

function ofContainer({
  name,
  image,
  imagePullPolicy,
  script,
  workingDir,
  command = [],
  args = [],
  env = [],
}: Step | Sidecar): readonly string[] {
  const variables = env.flatMap(({ value, valueFrom }) => {
    const keys = [valueFrom?.secretKeyRef, valueFrom?.configMapKeyRef];
    return [value, ...keys.flatMap((key) => [key?.key, key?.name])];
  });
  const texts = [name, image, imagePullPolicy, script, workingDir, ...command, ...args, ...variables];
  return texts.flatMap((text) => (typeof text === 'string' ? expressionsIn(text) : []));
}
