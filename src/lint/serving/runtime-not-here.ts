import { yaml } from '../example';
import type { Rule } from '../rule';
import { namedRuntimes } from './runtime';

/** @internal */
export const runtimeNotHere: Rule = {
  code: 'MLL2154',
  title: 'a serving runtime that is not among these files',
  severity: 'warning',
  why: 'The InferenceService never becomes ready: RuntimeNotRecognized. Said where the files hold other serving runtimes.',
  fix: 'correct the name, or add the ServingRuntime to the namespace of the InferenceService',

  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn-pvc
    spec:
      supportedModelFormats:
        - name: sklearn
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
    ---
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: anomaly
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          runtime: sklearn-pv
          storageUri: pvc://models/anomaly/3
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn-pvc
    spec:
      supportedModelFormats:
        - name: sklearn
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
    ---
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: anomaly
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          runtime: sklearn-pvc
          storageUri: pvc://models/anomaly/3
  `,
  *check(project) {
    for (const { document, name, runtime, known, meant } of namedRuntimes(project)) {
      // KServe installs these.
      if (runtime !== undefined || known.length === 0 || (name.startsWith('kserve-') && meant === undefined)) continue;
      yield {
        document,
        path: ['spec', 'predictor', 'model', 'runtime'],
        message: `the serving runtime '${name}' is not in these files`,
        fix: meant === undefined ? `there is ${known.join(', ')}` : `did you mean '${meant}'?`,
      };
    }
  },
};
