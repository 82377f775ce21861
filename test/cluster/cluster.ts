import { randomBytes } from 'node:crypto';
import type { Chart } from 'cdk8s';
import { inject } from 'vitest';
import type { Template } from '../../src/schemas/argo/types';
import { type Access, type ApiClient, apiClient } from './api/client';
import type { KubeObject } from './api/json';
import { emit } from './emit';
import { type Run, type RunOptions, run } from './run';
import { runPipeline, type TektonRun, type TektonRunOptions } from './tekton/run';

declare module 'vitest' {
  interface ProvidedContext {
    readonly cluster: Access & {
      readonly scratch: string;
      /** Folder of the programs in Tekton's own images. */
      readonly tektonImages: string;
    };
  }
}

/** The API server, as an administrator. */
export const api: ApiClient = apiClient(inject('cluster'));

/** Manifests in a namespace of their own. */
export interface Installed {
  readonly namespace: string;
  readonly manifests: readonly KubeObject[];
  /** Applies the manifests and plays a run of one of their WorkflowTemplates. */
  run(submit: string, options?: Omit<RunOptions, 'submit' | 'scratch'>): Promise<Run>;
  /** Applies the manifests and plays a run of one of their Tekton Pipelines. */
  runPipeline(submit: string, options?: Omit<TektonRunOptions, 'submit' | 'scratch' | 'images'>): Promise<TektonRun>;
  /** The same with more objects. */
  withObjects(objects: readonly KubeObject[]): Installed;
  /** The same with one of Argo's templates changed. */
  withTemplate(name: string, change: (template: Template) => Template): Installed;
  /** The same with one object changed. */
  withObject(kind: string, name: string, change: (object: KubeObject) => KubeObject): Installed;
}

/** Manifests that are there already, in the namespaces they name. */
export function committed(manifests: readonly KubeObject[]): Installed {
  return installed(manifests[0]?.metadata.namespace ?? 'default', manifests);
}

/** What `build` puts into a chart, for runs in a namespace of its own. */
export function install(build: (chart: Chart) => void): Installed {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  return installed(namespace, emit(namespace, build));
}

function installed(namespace: string, manifests: readonly KubeObject[]): Installed {
  return {
    namespace,
    manifests,
    run: (submit, options = {}) => run(api, manifests, { ...options, submit, scratch: inject('cluster').scratch }),
    runPipeline: (submit, options = {}) => {
      const { scratch, tektonImages: images } = inject('cluster');
      return runPipeline(api, manifests, { ...options, submit, scratch, images });
    },
    withObjects: (objects) => installed(namespace, [...manifests, ...objects]),
    withTemplate: (name, change) =>
      installed(
        namespace,
        changedOnce(manifests, `template '${name}'`, (object, hit) => {
          if (!hasTemplates(object)) return object;
          const templates = object.spec.templates.map((template) =>
            template.name === name ? hit(change, template) : template,
          );
          return { ...object, spec: { ...object.spec, templates } };
        }),
      ),
    withObject: (kind, name, change) =>
      installed(
        namespace,
        changedOnce(manifests, `${kind} '${name}'`, (object, hit) =>
          object.kind === kind && object.metadata.name === name ? hit(change, object) : object,
        ),
      ),
  };
}

/** A change that hits nothing proves nothing. */
function changedOnce(
  manifests: readonly KubeObject[],
  what: string,
  change: (object: KubeObject, hit: <T>(change: (value: T) => T, value: T) => T) => KubeObject,
): readonly KubeObject[] {
  let hits = 0;
  const changed = manifests.map((object) =>
    change(object, (change, value) => {
      hits += 1;
      return change(value);
    }),
  );
  if (hits === 0) throw new Error(`no ${what} among the manifests`);
  return changed;
}

function hasTemplates(
  object: KubeObject,
): object is KubeObject & { readonly spec: { readonly templates: readonly Template[] } } {
  return object.kind === 'WorkflowTemplate';
}
