import type { PipelineRunSpec, TimeoutFields } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { goDuration } from '../duration';
import { tektonObjects } from '../objects';
import { tasksIn } from '../tasks';

/** What a run takes where nothing else is said. */
const usual = 3_600_000;

/** @internal */
export const timeouts: Rule = {
  code: 'MLL1322',
  title: 'timeouts that do not fit into each other',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object: the Pipeline would end before its tasks may.',
  fix: "raise 'timeouts.pipeline', or lower the others",
  engine:
    /should be >= 0|should be <= (?:pipeline|default)|negative timeout|must not set the field\(s\): .*timeout|time: (?:invalid|unknown|missing)|should be <= .* duration/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      timeouts:
        pipeline: 2h
        tasks: 2h
        finally: 10m
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      timeouts:
        pipeline: 2h10m
        tasks: 2h
        finally: 10m
  `,
  *check(project) {
    for (const { object, steps } of tasksIn(project))
      for (const { step, at } of steps)
        for (const problem of negative(step.timeout, [...at, 'timeout']))
          yield { document: object.document, ...problem };
    for (const { document, kind, spec, at, version } of tektonObjects(project)) {
      if (kind === 'TaskRun')
        for (const problem of negative(spec.timeout, [...at, 'timeout'])) yield { document, ...problem };
      if (kind !== 'PipelineRun') continue;
      const { timeouts: given = {}, taskRunSpecs = [] } = spec as PipelineRunSpec;
      if (spec.timeout !== undefined) {
        for (const problem of negative(spec.timeout, [...at, 'timeout'])) yield { document, ...problem };
        if (spec.timeouts !== undefined)
          yield {
            document,
            path: [...at, 'timeout'],
            message: "'timeout' and 'timeouts' stand side by side",
            fix: "write it as 'timeouts.pipeline'",
          };
      }
      for (const problem of relations(given, [...at, 'timeouts'])) yield { document, ...problem };
      if (version !== 'v1') continue;
      for (const [i, { timeout }] of taskRunSpecs.entries())
        for (const problem of ofTask(timeout, given, [...at, 'taskRunSpecs', i, 'timeout']))
          yield { document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* negative(given: unknown, path: YamlPath): Generator<Said> {
  if (typeof given === 'string' && (goDuration(given) ?? 0) < 0)
    yield { path, message: `'${given}' is less than no time`, fix: "write a duration such as '30m'; 0 is no limit" };
}

function* relations(given: TimeoutFields, at: YamlPath): Generator<Said> {
  for (const field of ['pipeline', 'tasks', 'finally'] as const) yield* negative(given[field], [...at, field]);
  const whole = given.pipeline === undefined ? usual : goDuration(given.pipeline);
  if (whole === undefined) return;
  const shown = given.pipeline === undefined ? 'one hour, as nothing else is said' : given.pipeline;
  for (const field of ['tasks', 'finally'] as const) {
    const part = goDuration(given[field] ?? '');
    if (part === undefined || whole === 0) continue;
    if (part > whole)
      yield { path: [...at, field], message: `${field} may take ${given[field]}, and the Pipeline ${shown}` };
    if (part === 0)
      yield {
        path: [...at, field],
        message: `${field} have no limit, and the Pipeline has ${shown}`,
        fix: "write a duration, or 'pipeline: 0' too",
      };
  }
  const [tasks, last] = [goDuration(given.tasks ?? ''), goDuration(given.finally ?? '')];
  if (tasks === undefined || last === undefined || tasks + last <= whole) return;
  const message = `tasks may take ${given.tasks} and finally ${given.finally}, and the Pipeline ${whole === 0 ? 'has no limit, which Tekton takes for none at all' : shown}`;
  yield {
    path: [...at, 'tasks'],
    message,
    fix: whole === 0 ? "remove 'tasks' or 'finally', or write the sum as 'pipeline'" : undefined,
  };
}

function* ofTask(given: string | undefined, { tasks, pipeline }: TimeoutFields, path: YamlPath): Generator<Said> {
  if (given === undefined) return;
  yield* negative(given, path);
  const limit = tasks ?? pipeline;
  const most = limit === undefined ? usual : goDuration(limit);
  const own = goDuration(given);
  if (most === undefined || own === undefined || most <= 0 || own <= most) return;
  const owner = tasks === undefined ? 'the Pipeline' : 'all tasks together';
  yield { path, message: `the task may take ${given}, and ${owner} ${limit ?? 'one hour, as nothing else is said'}` };
}
