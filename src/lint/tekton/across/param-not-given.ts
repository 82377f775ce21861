import { yaml } from '../../example';
import { mapIn, mapsIn, textIn } from '../../members';
import type { Rule } from '../../rule';
import { callsIn } from './calls';

/** @internal */
export const paramNotGiven: Rule = {
  code: 'MLL2503',
  title: 'a param that the Task or Pipeline needs',
  severity: 'error',
  why: 'The run fails when it comes to it: missing values for params which have no default.',
  fix: 'hand it over under params, or give it a default where it is declared',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [$(params.model)]
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
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [$(params.model)]
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
            - name: model
              value: anomaly-detector
  `,
  *check(project) {
    for (const { document, given, at, caller, called } of callsIn(project)) {
      const matrix = mapIn(given, 'matrix');
      const combined = mapsIn(matrix.include).flatMap(([, { params }]) => mapsIn(params));
      const names = [...mapsIn(given.params), ...mapsIn(matrix.params), ...combined].map(([, { name }]) =>
        textIn(name),
      );
      const lacking = mapsIn(called.spec.params)
        .filter(([, param]) => param.default === undefined && !names.includes(textIn(param.name)))
        .map(([, param]) => `'${textIn(param.name)}'`);
      if (lacking.length > 0)
        yield {
          document,
          path: at,
          message: `${caller} does not give ${lacking.join(', ')} to the ${called.kind} '${called.name}', which has no default for it`,
        };
    }
  },
};
