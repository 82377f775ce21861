import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { groupBy } from '../group-by';
import { mapIn } from '../members';
import type { Rule } from '../rule';
import { pipelinesIn } from '../tekton/across/pipelines';
import { durationText, secondsOf } from './duration';
import { excerpt, programsIn } from './programs';
import { longestWait } from './waits';

/** @internal */
export const waitDoesNotFit: Rule = {
  code: 'MLL2351',
  title: 'a program that waits longer than it may run',
  severity: 'warning',
  why: 'It is killed while it waits: what it does after that, and what it says of the failure, does not happen.',
  fix: 'let it wait less, or lengthen the deadline; leave time for what comes after it',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          timeout: 45m
          taskSpec:
            steps:
              - name: wait
                image: waiter:1.4.2
                script: |
                  #!/bin/sh
                  for i in $(seq 1 180); do
                    is-trained && exit 0
                    sleep 15
                  done
                  exit 1
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          timeout: 50m
          taskSpec:
            steps:
              - name: wait
                image: waiter:1.4.2
                script: |
                  #!/bin/sh
                  for i in $(seq 1 180); do
                    is-trained && exit 0
                    sleep 15
                  done
                  exit 1
  `,
  *check(project) {
    const limits = groupBy([...argoLimits(project), ...tektonLimits(project)], ({ document }) => document);
    for (const program of programsIn(project)) {
      const wait = longestWait(program);
      if (wait === undefined) continue;
      const { document, path } = program;
      const limit = (limits.get(document) ?? [])
        .filter(({ at }) => at.every((step, i) => path[i] === step))
        .toSorted((a, b) => a.seconds - b.seconds)[0];
      const own = stepTimeout(program.container);
      const seconds = Math.min(own ?? Number.POSITIVE_INFINITY, limit?.seconds ?? Number.POSITIVE_INFINITY);
      if (wait.seconds < seconds) continue;
      const whose = own === seconds ? 'the step' : limit?.whose;
      yield {
        document,
        path,
        message: `${excerpt(wait.line)} may wait ${durationText(wait.seconds)}, and ${whose} has ${durationText(seconds)}`,
      };
    }
  },
};

const stepTimeout = ({ timeout }: Readonly<Record<string, unknown>>): number | undefined => secondsOf(timeout);

function argoLimits(project: Parameters<Rule['check']>[0]) {
  return templatesIn(project).flatMap(({ object, template, at, name }) => {
    const { document, spec } = object;
    const own = secondsOf(template.activeDeadlineSeconds);
    const whole = spec.activeDeadlineSeconds;
    return [
      ...(own === undefined ? [] : [{ document, at, seconds: own, whose: `the template '${name}'` }]),
      ...(whole === undefined ? [] : [{ document, at, seconds: Number(whole), whose: 'the workflow' }]),
    ];
  });
}

function tektonLimits(project: Parameters<Rule['check']>[0]) {
  return pipelinesIn(project).flatMap(({ owner, tasks }) => {
    const whole = secondsOf(mapIn(owner.value, 'spec', 'timeouts').pipeline);
    return tasks.flatMap(({ name, task, runs }) => {
      if (runs === undefined) return [];
      const { document, at } = runs;
      const own = secondsOf(task.timeout);
      return [
        ...(own === undefined || own === 0 ? [] : [{ document, at, seconds: own, whose: `the task '${name}'` }]),
        ...(whole === undefined || whole === 0 ? [] : [{ document, at, seconds: whole, whose: 'the PipelineRun' }]),
      ];
    });
  });
}
