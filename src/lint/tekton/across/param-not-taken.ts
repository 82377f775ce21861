import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import { mapsIn, textIn } from '../../members';
import type { Rule } from '../../rule';
import { callsIn } from './calls';

/** @internal */
export const paramNotTaken: Rule = {
  code: 'MLL2502',
  title: 'a param that the Task or Pipeline does not take',
  severity: 'warning',
  why: 'Tekton drops it silently, and the Task works with its default.',
  fix: 'correct the name, or declare it under params of what is called',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: training-hours
          default: '24'
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [--hours, $(params.training-hours)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: training-hour
              value: '168'
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: training-hours
          default: '24'
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [--hours, $(params.training-hours)]
    ---
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: release
    spec:
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: training-hours
              value: '168'
  `,
  *check(project) {
    for (const { document, given, at, called } of callsIn(project)) {
      const taken = mapsIn(called.spec.params).map(([, param]) => textIn(param.name));
      // What is embedded in a Pipeline reads what the run is given.
      const inner = called.kind === 'Pipeline' ? JSON.stringify(called.spec) : '';
      for (const [i, param] of mapsIn(given.params)) {
        const name = textIn(param.name);
        if (
          name === '' ||
          taken.includes(name) ||
          inner.includes(`params.${name}`) ||
          inner.includes(`params["${name}`)
        )
          continue;
        const meant = suggest(name, taken);
        yield {
          document,
          path: [...at, 'params', i],
          message: `the ${called.kind} '${called.name}' takes no param '${name}'`,
          fix:
            meant !== undefined
              ? `did you mean '${meant}'?`
              : taken.length === 0
                ? 'it takes none'
                : `it takes ${taken.join(', ')}`,
        };
      }
    }
  },
};
