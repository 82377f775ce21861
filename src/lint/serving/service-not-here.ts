import { namespaceOf } from '../document';
import { yaml } from '../example';
import { nodesOf, stepsOf } from '../kserve/graph-nodes';
import { readObjects } from '../kserve/read-objects';
import { textIn } from '../members';
import { objectsOf } from '../objects/named';
import { mending, missingFrom } from '../objects/names-here';
import type { Project } from '../project';
import type { Rule } from '../rule';

/** @internal */
export const serviceNotHere: Rule = {
  code: 'MLL2162',
  title: 'an InferenceService that is not among these files',
  severity: 'warning',
  why: 'The InferenceGraph or TrainedModel that names it never becomes ready. Said where the files hold other InferenceServices that the namespace uses.',
  fix: 'correct the name, or add the InferenceService to the same namespace',
  bad: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: fraud
      namespace: ml
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/fraud/7
    ---
    apiVersion: serving.kserve.io/v1alpha1
    kind: TrainedModel
    metadata:
      name: fraud-7
      namespace: ml
    spec:
      inferenceService: frauds
      model:
        framework: sklearn
        memory: 256Mi
        storageUri: s3://models/fraud/7
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: fraud
      namespace: ml
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/fraud/7
    ---
    apiVersion: serving.kserve.io/v1alpha1
    kind: TrainedModel
    metadata:
      name: fraud-7
      namespace: ml
    spec:
      inferenceService: fraud
      model:
        framework: sklearn
        memory: 256Mi
        storageUri: s3://models/fraud/7
  `,
  *check(project) {
    const services = objectsOf(project, 'InferenceService', 'serving.kserve.io');
    if (services.length === 0) return;
    for (const missing of missingFrom(services, [...namedIn(project)])) {
      const { document, path, name } = missing.reference;
      const message = `the InferenceService '${name}' is not in these files`;
      yield { document, path, message, fix: mending(missing) };
    }
  },
};

function* namedIn(project: Project) {
  for (const { document, value, spec } of readObjects(project, 'InferenceGraph'))
    for (const { step, path } of nodesOf(spec).flatMap(stepsOf))
      if (textIn(step.serviceName) !== '')
        yield {
          document,
          namespace: namespaceOf(value),
          name: textIn(step.serviceName),
          path: [...path, 'serviceName'],
        };
  for (const { document, value, spec } of readObjects(project, 'TrainedModel'))
    yield {
      document,
      namespace: namespaceOf(value),
      name: textIn(spec.inferenceService),
      path: ['spec', 'inferenceService'],
    };
}
