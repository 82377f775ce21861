import type { ServingRuntimeSpec } from '../../schemas/kserve/types';
import { namespaceOf } from '../document';
import { yaml } from '../example';
import type { Project } from '../project';
import type { Rule } from '../rule';
import { type ReadObject, readObjects } from './read-objects';

/** @internal */
export const equalPriority: Rule = {
  code: 'MLL1605',
  title: 'two serving runtimes of one priority for a model format',
  severity: 'error',
  why: 'KServe could not choose between them: its webhook refuses the one that comes second.',
  fix: 'give one of them another priority, or leave its autoSelect out',
  engine: /same priority assigned/,
  bad: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn
    spec:
      protocolVersions: [v2]
      supportedModelFormats:
        - name: sklearn
          autoSelect: true
          priority: 1
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
    ---
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn-pvc
    spec:
      protocolVersions: [v2]
      supportedModelFormats:
        - name: sklearn
          autoSelect: true
          priority: 1
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn
    spec:
      protocolVersions: [v2]
      supportedModelFormats:
        - name: sklearn
          autoSelect: true
          priority: 1
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
    ---
    apiVersion: serving.kserve.io/v1alpha1
    kind: ServingRuntime
    metadata:
      name: sklearn-pvc
    spec:
      protocolVersions: [v2]
      supportedModelFormats:
        - name: sklearn
          autoSelect: true
          priority: 2
      containers:
        - name: kserve-container
          image: kserve/sklearnserver:v0.20.0
  `,
  *check(project) {
    for (const kind of ['ServingRuntime', 'ClusterServingRuntime']) {
      const before: Runtime[] = [];
      for (const runtime of runtimesOf(project, kind)) {
        for (const { path, format, other } of before.flatMap((other) => [...equalFormats(runtime, other)]))
          yield {
            document: runtime.document,
            path,
            message: `the ${kind} '${other.name}' has the same priority for the model format '${format}'`,
          };
        before.push(runtime);
      }
    }
  },
};

interface Runtime extends Pick<ReadObject, 'document' | 'name'> {
  readonly namespace: string;
  readonly spec: ServingRuntimeSpec;
}

function runtimesOf(project: Project, kind: string): readonly Runtime[] {
  return [...readObjects(project, kind)].flatMap(({ document, name, value, spec }) =>
    spec.disabled === true
      ? []
      : [{ document, name, namespace: namespaceOf(value), spec: spec as unknown as ServingRuntimeSpec }],
  );
}

function* equalFormats(own: Runtime, other: Runtime) {
  if (own.namespace !== other.namespace || own.name === other.name) return;
  if ((own.spec.multiModel === true) !== (other.spec.multiModel === true)) return;
  const { protocolVersions: protocols = [], supportedModelFormats: formats = [] } = own.spec;
  if (!protocols.some((protocol) => other.spec.protocolVersions?.includes(protocol) === true)) return;
  for (const [i, { name, version, autoSelect, priority }] of formats.entries()) {
    if (autoSelect !== true || priority === undefined) continue;
    const isTaken = (other.spec.supportedModelFormats ?? []).some(
      (format) =>
        format.autoSelect === true &&
        format.priority === priority &&
        format.name.toLowerCase() === name.toLowerCase() &&
        format.version === version,
    );
    if (isTaken) yield { path: ['spec', 'supportedModelFormats', i, 'priority'], format: name, other };
  }
}
