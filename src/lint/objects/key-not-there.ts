import { suggest } from '../../core/suggest';
import { yaml } from '../example';
import { mapIn } from '../members';
import type { Rule } from '../rule';
import { objectNamed, objectsOf } from './named';
import { referencesIn } from './references';

/** @internal */
export const keyNotThere: Rule = {
  code: 'MLL2152',
  title: 'a key that the ConfigMap or Secret does not have',
  severity: 'error',
  why: 'The container can not be made until somebody adds the key: CreateContainerConfigError, or a volume that is never mounted.',
  fix: 'correct the key, or add it; write optional: true, if the pod can do without',

  bad: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: thresholds
    data:
      p95: '2000'
    ---
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: load
    spec:
      steps:
        - name: judge
          image: judge:1.4.2
          command: [judge]
          env:
            - name: P95
              valueFrom:
                configMapKeyRef:
                  name: thresholds
                  key: p99
  `,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: thresholds
    data:
      p95: '2000'
    ---
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: load
    spec:
      steps:
        - name: judge
          image: judge:1.4.2
          command: [judge]
          env:
            - name: P95
              valueFrom:
                configMapKeyRef:
                  name: thresholds
                  key: p95
  `,
  *check(project) {
    for (const { document, kind, name, key, isOptional, namespace, path } of referencesIn(project)) {
      if (key === undefined || isOptional || /\{\{|\$\(/.test(key)) continue;
      const found = objectNamed(objectsOf(project, kind), name, namespace);
      if (found === undefined || !('document' in found)) continue;
      const { value } = found.document;
      const keys = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(mapIn(value, field)));
      // What is empty is filled by somebody else.
      if (keys.length === 0 || keys.includes(key)) continue;
      const meant = suggest(key, keys);
      yield {
        document,
        path,
        message: `the ${kind} '${name}' has no key '${key}'`,
        fix: meant === undefined ? `it has ${keys.slice(0, 8).join(', ')}` : `did you mean '${meant}'?`,
      };
    }
  },
};
