import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { argumentLists } from '../argument-lists';
import { hasLocation } from '../artifact-location';

/** @internal */
export const artifactFromNowhere: Rule = {
  code: 'MLL2013',
  title: 'an artifact argument that comes from nowhere, or from two places',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'write from, or a location such as s3, or key; only one of from and fromExpression',
  engine: /from, artifact location, or key is required|shouldn't have both `from` and `fromExpression`/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: train
                template: read
                arguments:
                  artifacts:
                    - name: data
        - name: read
          inputs:
            artifacts:
              - name: data
                path: /data
          container:
            image: busybox:1.36.1
            command: [ls, /data]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: train
                template: read
                arguments:
                  artifacts:
                    - name: data
                      raw:
                        data: a,b
        - name: read
          inputs:
            artifacts:
              - name: data
                path: /data
          container:
            image: busybox:1.36.1
            command: [ls, /data]
  `,
  *check(project) {
    for (const { document, given, at } of argumentLists(project)) {
      for (const [i, artifact] of (given.artifacts ?? []).entries()) {
        const { name, from = '', fromExpression = '' } = artifact;
        const path = [...at, 'artifacts', i];
        if (from === '' && !hasLocation(artifact)) {
          const hint = fromExpression === '' ? undefined : "fromExpression is for outputs: write from: '{{= … }}'";
          yield {
            document,
            path,
            message: `artifact '${name}' has neither from, nor a location, nor a key`,
            fix: hint,
          };
        }
        if (from !== '' && fromExpression !== '')
          yield { document, path, message: `artifact '${name}' has from and fromExpression` };
      }
    }
  },
};
