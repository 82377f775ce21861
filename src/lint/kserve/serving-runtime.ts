import { servingRuntimeRefusals } from '../../engines/kserve/admission/serving-runtime';
import type { ServingRuntimeSpec } from '../../schemas/kserve/types';
import { isMap } from '../../yaml/is-map';
import type { ManifestValue } from '../../yaml/manifest';
import { asGoReads } from '../as-go-reads';
import { nameOf } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { asPhrase } from './inference-service';

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
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      const { apiVersion, kind } = document.value;
      if (
        apiVersion !== 'serving.kserve.io/v1alpha1' ||
        (kind !== 'ServingRuntime' && kind !== 'ClusterServingRuntime')
      )
        continue;
      const issues = issuesOf(document);
      if (issues.some((issue) => issue.kind === 'type')) continue;
      const value = asGoReads(document.value, issues) as ManifestValue;
      const spec = { containers: [], ...(isMap(value.spec) ? value.spec : {}) } as unknown as ServingRuntimeSpec;
      for (const message of servingRuntimeRefusals(kind, nameOf(value), spec)) {
        const isOfContainer = /in container "|environment/.test(message);
        const field = message.includes('priorities')
          ? 'supportedModelFormats'
          : isOfContainer
            ? 'containers'
            : 'workerSpec';
        yield { document, path: ['spec', field], message: asPhrase(message) };
      }
    }
  },
};
