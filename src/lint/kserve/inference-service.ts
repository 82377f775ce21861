import { inferenceServiceRefusals } from '../../engines/kserve/admission/inference-service';
import { modeAnnotation } from '../../engines/kserve/annotations';
import type { InferenceServiceSpec } from '../../schemas/kserve/types';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { readObjects } from './read-objects';

/** Where in the specification something is that KServe's words are about. */
const places: readonly (readonly [says: RegExp, field: string])[] = [
  [/MinReplicas/, 'minReplicas'],
  [/MaxReplicas/, 'maxReplicas'],
  [/parallelism cannot/, 'containerConcurrency'],
  [/target (?:utilization|for rps|threshold)/, 'scaleTarget'],
  [/supported metric|ScaleMetric/, 'scaleMetric'],
  [/logger/, 'logger'],
  [/canary/, 'canary'],
  [/[wW]orkerSpec|[mM]ultinode|ParallelSize/, 'workerSpec'],
  [/deploymentStrategy/, 'deploymentStrategy'],
  [/'name' field|storageUri|StorageURI|storage/, 'model'],
];

const frameworks = [
  ...['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle'],
] as const;

/** @internal */
export const inferenceService: Rule = {
  code: 'MLL1601',
  title: 'an InferenceService that KServe refuses',
  severity: 'error',
  why: 'Its webhook refuses the object, in the words of the message.',
  fix: 'change what the message names',
  engine: /./,
  bad: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: fraud
    spec:
      predictor:
        minReplicas: 4
        maxReplicas: 2
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/fraud/7
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: fraud
    spec:
      predictor:
        minReplicas: 2
        maxReplicas: 4
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/fraud/7
  `,
  *check(project) {
    for (const object of readObjects(project, 'InferenceService', 'v1beta1')) {
      const { document, name, metadata } = object;
      const { predictor } = object.spec as Partial<InferenceServiceSpec>;
      const given = isMap(metadata.annotations) ? metadata.annotations : {};
      const spec = { ...object.spec, predictor: asModel(predictor ?? {}) } as InferenceServiceSpec;
      const refusals = (mode: string, parts: InferenceServiceSpec): readonly string[] => [
        ...inferenceServiceRefusals({ name, annotations: { [modeAnnotation]: mode, ...given }, spec: parts }),
      ];
      // Installations differ in what they take where nothing is said.
      const said = refusals('Standard', spec);
      if (said.length === 0 || refusals('Knative', spec).length === 0) continue;
      const { explainer: _, ...unexplained } = spec;
      const ofPredictor = new Set(refusals('Standard', { predictor: spec.predictor }));
      const ofOthers = new Set(refusals('Standard', unexplained));
      for (const message of said) {
        const component = ofPredictor.has(message) ? 'predictor' : ofOthers.has(message) ? 'transformer' : 'explainer';
        yield { document, path: placeOf(message, component, object.spec[component]), message: asPhrase(message) };
      }
    }
  },
};

/** The block of a framework becomes the model, as the webhook rewrites it. */
function asModel(predictor: Partial<InferenceServiceSpec['predictor']>): unknown {
  const [framework, other] = frameworks.filter((each) => predictor[each] !== undefined);
  if (framework === undefined || other !== undefined || predictor.model !== undefined) return predictor;
  return {
    ...predictor,
    [framework]: undefined,
    model: { modelFormat: { name: framework }, ...(predictor[framework] as object) },
  };
}

function placeOf(message: string, component: keyof InferenceServiceSpec, fields: unknown): YamlPath {
  if (message.includes('name must consist')) return ['metadata', 'name'];
  if (message.includes('autoscaler class')) return ['metadata', 'annotations'];
  const field = places.find(([says]) => says.test(message))?.[1];
  const at = ['spec', component];
  return field !== undefined && isMap(fields) && field in fields ? [...at, field] : at;
}

/** Sentences of other programs begin and end as ours. @internal */
export function asPhrase(message: string): string {
  const text = message.endsWith('.') ? message.slice(0, -1) : message;
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
