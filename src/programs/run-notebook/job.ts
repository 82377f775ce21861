import { createHash } from 'node:crypto';
import type { JsonRecord } from '../json-value';
import type { Resource } from '../kubernetes/resource-path';
import type { Configuration } from './configuration';

/** Says what a job was made of: the API server adds defaults, so that the spec that comes back is another one. @internal */
export const specAnnotation = 'cdk8s-mlops/spec';

/** @internal */
export const runAnnotation = 'cdk8s-mlops/run';

/** @internal */
export function jobsIn({ apiVersion }: Configuration, namespace: string): Resource {
  return { apiVersion, resource: 'notebookvalidationjobs', namespace };
}

/** The same for the same notebook and run, so that a repeated pod finds its job. @internal */
export function jobName({ notebook, run }: Pick<Configuration, 'notebook' | 'run'>): string {
  return `${notebook}-${hash(run)}`;
}

/** @internal */
export function jobOf(configuration: Configuration, namespace: string): JsonRecord {
  const { apiVersion, notebook, run, spec } = configuration;
  return {
    apiVersion,
    kind: 'NotebookValidationJob',
    metadata: {
      name: jobName(configuration),
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops', 'cdk8s-mlops/notebook': notebook },
      annotations: { [runAnnotation]: run, [specAnnotation]: hash(JSON.stringify(spec)) },
    },
    spec,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
