import { yaml } from '../../example';
import { mapIn, textIn } from '../../members';
import { durationText, secondsOf } from '../../programs/duration';
import type { Rule } from '../../rule';
import { tektonNamed, tektonObjects } from './objects';
import { type PlacedPipeline, pipelinesIn } from './pipelines';

/** @internal */
export const timeoutsDoNotFit: Rule = {
  code: 'MLL2509',
  title: 'timeouts of tasks that are longer than that of the run',
  severity: 'warning',
  why: 'The run is ended first: what comes last is cut off, and a task alone can not have the time that it is given. Without timeouts.pipeline a run has one hour.',
  fix: 'lengthen timeouts.pipeline of the PipelineRun (and timeouts.tasks, if it is given), or shorten the tasks',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      generateName: release-
    spec:
      timeouts:
        pipeline: 45m
      pipelineSpec:
        tasks:
          - name: train
            timeout: 45m
            taskSpec:
              steps:
                - name: train
                  image: trainer:1.4.2
                  command: [train]
          - name: check
            runAfter: [train]
            timeout: 10m
            taskSpec:
              steps:
                - name: check
                  image: checker:1.4.2
                  command: [check]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      generateName: release-
    spec:
      timeouts:
        pipeline: 60m
      pipelineSpec:
        tasks:
          - name: train
            timeout: 45m
            taskSpec:
              steps:
                - name: train
                  image: trainer:1.4.2
                  command: [train]
          - name: check
            runAfter: [train]
            timeout: 10m
            taskSpec:
              steps:
                - name: check
                  image: checker:1.4.2
                  command: [check]
  `,
  *check(project) {
    const pipelines = new Map(pipelinesIn(project).map((each) => [each.owner, each]));
    for (const run of tektonObjects(project)) {
      const { document, kind, namespace, value, base } = run;
      if (kind !== 'PipelineRun') continue;
      const spec = mapIn(value, 'spec');
      const name = textIn(mapIn(spec, 'pipelineRef').name);
      const owner = name === '' ? run : tektonNamed(project, 'Pipeline', name, namespace);
      const pipeline = owner === undefined ? undefined : pipelines.get(owner);
      if (pipeline === undefined) continue;
      const given = mapIn(spec, 'timeouts');
      const whole = secondsOf(given.tasks) ?? secondsOf(given.pipeline) ?? 3600;
      const way = longestWay(pipeline);
      if (whole === 0 || way.seconds <= whole) continue;
      const field = given.tasks !== undefined ? 'timeouts.tasks' : 'timeouts.pipeline';
      const said = given.tasks ?? given.pipeline;
      const which =
        way.names.length === 1 ? `the task '${way.names[0]}' may` : `${way.names.join(', ')} one after the other may`;
      yield {
        document,
        path: [...base, 'spec', ...(said === undefined ? [] : field.split('.'))],
        message: `the run has ${durationText(whole)}${said === undefined ? ' by default' : ''}, and ${which} take ${durationText(way.seconds)}`,
      };
    }
  },
};

/** The tasks that follow each other and have the most time together, by the timeouts that are given. */
function longestWay({ tasks }: PlacedPipeline): { readonly seconds: number; readonly names: readonly string[] } {
  const known = new Map<string, { readonly seconds: number; readonly names: readonly string[] }>();
  const none = { seconds: 0, names: [] };
  const wayTo = (
    name: string,
    seen: readonly string[],
  ): { readonly seconds: number; readonly names: readonly string[] } => {
    const done = known.get(name);
    const placed = tasks.find((each) => each.name === name && !each.isFinal);
    if (done !== undefined || placed === undefined || seen.includes(name)) return done ?? none;
    const before = [...placed.waitsFor].map((other) => wayTo(other, [...seen, name]));
    const longest = before.reduce((a, b) => (b.seconds > a.seconds ? b : a), none);
    const own = secondsOf(placed.task.timeout) ?? 0;
    const way = { seconds: longest.seconds + own, names: own > 0 ? [...longest.names, name] : longest.names };
    known.set(name, way);
    return way;
  };
  return tasks.map(({ name }) => wayTo(name, [])).reduce((a, b) => (b.seconds > a.seconds ? b : a), none);
}
