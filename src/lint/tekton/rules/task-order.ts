import { suggest } from '../../../core/suggest';
import { circleIn } from '../../circle';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { type PlacedPipeline, type PlacedPipelineTask, pipelinesIn } from '../pipelines';
import { allReadsOf } from '../results-read';
import { resultsIn } from '../substitution';

/** @internal */
export const taskOrder: Rule = {
  code: 'MLL1316',
  title: 'tasks of a Pipeline that wait for what there is not, or for each other',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'name tasks of the same Pipeline, in no circle',
  engine:
    /couldn't add link between|cycle detected|no runAfter allowed under spec\.finally|spec\.tasks is empty|expected at least one, got none|already present in Graph/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: fetch
          taskRef:
            name: fetch
        - name: train
          taskRef:
            name: train
          runAfter: [fetsh]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      tasks:
        - name: fetch
          taskRef:
            name: fetch
        - name: train
          taskRef:
            name: train
          runAfter: [fetch]
  `,
  *check(project) {
    for (const placed of pipelinesIn(project)) {
      const { document } = placed.object;
      for (const problem of problemsOf(placed)) yield { document, ...problem };
    }
  },
};

function* problemsOf({ spec, at, tasks, finals }: PlacedPipeline): Generator<Omit<Problem, 'document'>> {
  if (Object.values(spec).every((each) => (each as { readonly length: number }).length === 0))
    yield { path: at, message: 'the Pipeline is empty', fix: "write 'tasks'" };
  if (tasks.length === 0 && finals.length > 0)
    yield {
      path: [...at, 'finally'],
      message: "there are tasks under 'finally', and none before them",
      fix: "write them under 'tasks'",
    };
  for (const { task, at: place, name } of finals)
    if ((task.runAfter ?? []).length > 0)
      yield {
        path: [...place, 'runAfter'],
        message: `'${name}' runs finally, beside the other final tasks and after none`,
        fix: "remove 'runAfter'",
      };
  const names = tasks.map(({ name }) => name);
  const edges = new Map<string, string[]>();
  for (const placed of tasks) {
    const waits = edges.get(placed.name) ?? [];
    edges.set(placed.name, waits);
    for (const { name, path, how } of waitsOf(placed)) {
      waits.push(name);
      if (names.includes(name)) continue;
      const isFinal = finals.some((final) => final.name === name);
      const meant = suggest(name, names);
      const fix = isFinal ? 'move one of the two: what runs finally runs after all others' : undefined;
      yield {
        path,
        message: `'${placed.name}' ${how} '${name}', ${isFinal ? 'which runs finally' : 'which there is not'}`,
        fix: meant === undefined || isFinal ? fix : `did you mean '${meant}'?`,
      };
    }
  }
  const circle = circleIn(edges);
  const first = tasks.find(({ name }) => name === circle?.[0]);
  if (circle !== undefined)
    yield { path: first?.at ?? at, message: `tasks wait for each other: ${circle.join(' → ')}` };
}

function waitsOf(
  placed: PlacedPipelineTask,
): readonly { readonly name: string; readonly path: Problem['path']; readonly how: string }[] {
  const { task, at } = placed;
  return [
    ...(task.runAfter ?? []).map((name, i) => ({ name, path: [...at, 'runAfter', i], how: 'runs after' })),
    ...allReadsOf(placed).flatMap(({ expressions, at: path }) =>
      resultsIn(expressions).map((read) => ({ name: read.task, path, how: 'reads a result of' })),
    ),
  ];
}
