import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { contentName, type VolumeSpec } from '../../core/container/volume';
import type { TaskGraph } from '../../core/task';
import { managed } from './account';
import { syncOptions, unpruned } from './unpruned';

type Files = VolumeSpec & { kind: 'files' };

const emitted = new WeakMap<IConstruct, Set<string>>();

/**
 * The ConfigMaps of the files that tasks bring along; each once in a namespace, whoever uses it.
 *
 * They are named after their content and never change. A run that has started goes on using its files after a newer
 * definition was applied, so neither Argo CD nor Flux may prune them.
 *
 * @internal
 */
export function emitFiles(scope: Construct, namespace: string, tasks: readonly TaskGraph[]): void {
  const chart = Chart.of(scope);
  const known = emitted.get(scope.node.root) ?? new Set();
  emitted.set(scope.node.root, known);
  for (const { name, files } of filesOf(tasks)) {
    const object = contentName(name, files);
    const key = `${namespace}/${object}`;
    if (known.has(key)) continue;
    known.add(key);
    const texts = Object.entries(files).flatMap(([file, content]) =>
      typeof content === 'string' ? [[file, content]] : [],
    );
    const bytes = Object.entries(files).flatMap(([file, content]) =>
      typeof content === 'string' ? [] : [[file, Buffer.from(content).toString('base64')]],
    );
    new ApiObject(chart, object, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: object,
        namespace,
        labels: managed,
        annotations: {
          ...unpruned,
          ...(isLarge(files) ? { [syncOptions]: `${unpruned[syncOptions]},ServerSideApply=true` } : {}),
        },
      },
      immutable: true,
      ...(texts.length === 0 ? {} : { data: Object.fromEntries(texts) }),
      ...(bytes.length === 0 ? {} : { binaryData: Object.fromEntries(bytes) }),
    });
  }
}

/** Applied from the client's side an object is stored once more in an annotation, and those may have 256 KiB together. */
function isLarge(files: Files['files']): boolean {
  return Buffer.byteLength(JSON.stringify(files)) > 240 * 1024;
}

function filesOf(tasks: readonly TaskGraph[]): readonly Files[] {
  return tasks
    .flatMap((task) => [task, ...task.init, ...task.sidecars])
    .flatMap(({ mounts }) => mounts)
    .flatMap(({ volume }) => (volume.kind === 'files' ? [volume] : []));
}
