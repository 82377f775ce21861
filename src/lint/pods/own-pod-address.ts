import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { containersIn } from './containers';

/** @internal */
export const ownPodAddress: Rule = {
  code: 'MLL3003',
  title: 'an address that is the pod itself',
  severity: 'warning',
  why: 'localhost inside a pod is that pod: nothing answers there but its own containers.',
  fix: 'write the name of the Service: http://name.namespace.svc',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train, --mlflow, 'http://localhost:5000']
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
          container:
            image: trainer:1.4.2
            command: [train, --mlflow, 'http://mlflow.mlops.svc:5000']
  `,
  *check(project) {
    for (const { document, container, at } of containersIn(project)) {
      if (hasNeighbours(document.value, at)) continue;
      for (const field of ['source', 'script'] as const) {
        const text = container[field];
        const url = typeof text === 'string' && !startsServer.test(text) ? local.exec(text)?.[0] : undefined;
        if (url !== undefined) yield finding(document, [...at, field], url);
      }
      for (const field of ['command', 'args', 'env'] as const) {
        const given: readonly unknown[] = Array.isArray(container[field]) ? container[field] : [];
        for (const [i, item] of given.entries()) {
          const text = field === 'env' ? (item as { readonly value?: unknown } | null)?.value : item;
          const url = typeof text === 'string' ? local.exec(text)?.[0] : undefined;
          // A program that starts a server and asks it is its own neighbour.
          if (url === undefined || /[\n&;|]/.test(String(text))) continue;
          yield finding(document, [...at, field, i], url);
        }
      }
    }
  },
};

function finding(document: LintDocument, path: YamlPath, url: string): Problem {
  return { document, path, message: `'${url}' is the pod itself, and it has one container` };
}

/** Words of a script that starts what it asks then, in the background or as a service. */
const startsServer = /(?<!&|\d>)&(?![&>\d])|\b(?:serve[rd]?|start|daemon\w*|nohup|up|run|port-forward|proxy)\b/i;
const local = /\b[a-z][a-z0-9+.-]*:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?![\w.-])[^\s'"]*/i;

/** Whether another container is in the pod. */
function hasNeighbours(value: unknown, at: YamlPath): boolean {
  const last = at.at(-1);
  const owner = valueAt(value, typeof last === 'number' ? at.slice(0, -2) : at.slice(0, -1));
  const lists = ['containers', 'initContainers', 'sidecars', 'steps'].map((field) => owner?.[field]);
  const count = lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  return count > (typeof last === 'number' ? 1 : 0);
}

function valueAt(value: unknown, path: YamlPath): Readonly<Record<string, unknown>> | undefined {
  let current: unknown = value;
  for (const step of path) current = (current as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  return current as Readonly<Record<string, unknown>> | undefined;
}
