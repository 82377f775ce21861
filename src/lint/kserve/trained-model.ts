import { yaml } from '../example';
import { mapIn, textIn } from '../members';
import type { Rule } from '../rule';
import { readObjects } from './read-objects';

/** Where the agent beside the server can fetch from. */
const protocols = ['s3://', 'gs://', 'https://', 'http://'];

/** @internal */
export const trainedModel: Rule = {
  code: 'MLL1604',
  title: 'a TrainedModel that KServe refuses',
  severity: 'error',
  why: 'Its webhook refuses the object.',
  fix: 'put the model where the agent can fetch it: s3://, gs://, https:// or http://',
  engine: /./,
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: TrainedModel
    metadata:
      name: fraud-7
    spec:
      inferenceService: fraud
      model:
        framework: sklearn
        memory: 256Mi
        storageUri: pvc://models/fraud/7
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: TrainedModel
    metadata:
      name: fraud-7
    spec:
      inferenceService: fraud
      model:
        framework: sklearn
        memory: 256Mi
        storageUri: s3://models/fraud/7
  `,
  *check(project) {
    for (const { document, name, spec } of readObjects(project, 'TrainedModel')) {
      if (!/^[a-zA-Z0-9_-]+$/.test(name))
        yield {
          document,
          path: ['metadata', 'name'],
          message: `'${name}' is no name of a TrainedModel`,
          fix: 'take letters, digits, - and _',
        };
      const uri = textIn(mapIn(spec, 'model').storageUri);
      if (protocols.some((protocol) => uri.startsWith(protocol))) continue;
      const message = `nothing is fetched from '${uri}': the address begins with none of ${protocols.join(', ')}`;
      yield { document, path: ['spec', 'model', 'storageUri'], message };
    }
  },
};
