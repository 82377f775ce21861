import { yaml } from '../example';
import type { Rule } from '../rule';
import { valuesIn } from './parameter-values';

/** @internal */
export const ownPodParameter: Rule = {
  code: 'MLL3057',
  title: 'a parameter whose address is the pod itself',
  severity: 'warning',
  why: 'localhost inside a pod is that pod: it worked on the machine on which the program was written.',
  fix: 'write the name of the Service: http://name.namespace.svc',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: tracking-uri
          default: http://localhost:5000
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [--mlflow, $(params.tracking-uri)]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: tracking-uri
          default: http://mlflow.mlops.svc:5000
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [--mlflow, $(params.tracking-uri)]
  `,
  *check(project) {
    for (const { document, name, text, path } of valuesIn(project)) {
      const url = local.exec(text)?.[0];
      if (url !== undefined) yield { document, path, message: `'${name}' is '${url}', which is the pod itself` };
    }
  },
};

const local = /^[a-z][a-z0-9+.-]*:\/\/(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?![\w.-])\S*$/i;
