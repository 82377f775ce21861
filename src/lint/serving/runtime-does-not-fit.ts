import { yaml } from '../example';
import { mapIn, mapsIn, textIn } from '../members';
import type { Rule } from '../rule';
import { namedRuntimes } from './runtime';

/** @internal */
export const runtimeDoesNotFit: Rule = {
  code: 'MLL2155',
  title: 'a serving runtime that does not take the model',
  severity: 'error',
  why: 'KServe refuses to serve it: the runtime that is named does not support the format, or is disabled.',
  fix: 'name another runtime, or add the format to its supportedModelFormats',

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
            name: xgboost
          runtime: sklearn-pvc
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
        - name: xgboost
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
            name: xgboost
          runtime: sklearn-pvc
          storageUri: pvc://models/anomaly/3
  `,
  *check(project) {
    for (const { document, model, name, runtime } of namedRuntimes(project)) {
      if (runtime === undefined) continue;
      const { supportedModelFormats, disabled } = mapIn(runtime.value, 'spec');
      const formats = mapsIn(supportedModelFormats).map(([, format]) => textIn(format.name));
      const format = textIn(mapIn(model, 'modelFormat').name);
      if (disabled === true)
        yield { document, path: runtimePath, message: `the serving runtime '${name}' is disabled` };
      else if (format !== '' && !formats.includes(format))
        yield {
          document,
          path: runtimePath,
          message: `the serving runtime '${name}' takes ${formats.join(', ') || 'no format'}, and not '${format}'`,
        };
    }
  },
};

const runtimePath = ['spec', 'predictor', 'model', 'runtime'];
