import { servingRuntimeRefusals } from '../../engines/kserve/admission/serving-runtime';
import type { ServingRuntimeSpec } from '../../schemas/kserve/types';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { asPhrase } from './inference-service';
import { readObjects } from './read-objects';

/** @internal */
export const servingRuntime: Rule = {
  code: 'MLL1602',
  title: 'a serving runtime that KServe refuses',
  severity: 'error',
  why: 'Its webhook refuses the object, in the words of the message.',
  fix: 'change what the message names',
  engine: /./,
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: acme
    spec:
      containers:
        - name: kserve-container
          image: busybox:1.36.1
          env:
            - name: PYTHONPATH
              value: /opt/acme
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: acme
    spec:
      containers:
        - name: kserve-container
          image: busybox:1.36.1
  `,
  *check(project) {
    for (const kind of ['ServingRuntime', 'ClusterServingRuntime'] as const)
      for (const object of readObjects(project, kind)) {
        const { document, name } = object;
        const spec = { containers: [], ...object.spec } as unknown as ServingRuntimeSpec;
        for (const message of servingRuntimeRefusals(kind, name, spec))
          yield { document, path: ['spec', fieldOf(message)], message: asPhrase(message) };
      }
  },
};

function fieldOf(message: string): string {
  if (message.includes('priorities')) return 'supportedModelFormats';
  return /in container "|environment/.test(message) ? 'containers' : 'workerSpec';
}
