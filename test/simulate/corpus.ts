import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../../src/yaml/read';

const folder = join(__dirname, '..', '..', '..', 'shared', 'corpus', 'argo-examples');

/** Whether the published examples are beside the project. */
export const corpusIsThere: boolean = existsSync(folder);

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** A published workflow that its project runs in its own tests, where it has to succeed. */
export interface Example {
  readonly file: string;
  /** The workflow, and all templates and ConfigMaps of the examples. */
  readonly manifests: readonly object[];
}

/** All published workflows that have to succeed. */
export function examples(): readonly Example[] {
  if (!corpusIsThere) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  const documents = files.flatMap((file) =>
    readYaml(readFileSync(join(folder, file), 'utf8')).documents.map(({ value }) => ({
      file,
      manifest: value as Manifest,
    })),
  );
  const shared = documents
    .filter(({ manifest }) => ['WorkflowTemplate', 'ClusterWorkflowTemplate', 'ConfigMap'].includes(manifest.kind))
    .map(({ manifest }) => manifest);
  return documents
    .filter(
      ({ manifest }) =>
        manifest.kind === 'Workflow' && manifest.metadata.labels?.['workflows.argoproj.io/no-test'] === undefined,
    )
    .map(({ file, manifest }) => ({ file, manifests: [manifest, ...shared] }));
}
