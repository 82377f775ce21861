import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubeObject } from './api/json';

const folder = join(__dirname, '..', '..', 'dist-manifests');

/** Kinds of this cluster; those of others (the Gateway API) are judged by their CRDs in `conformance/`. */
const served = /^(v1|apps\/v1|batch\/v1|rbac\.authorization\.k8s\.io\/v1|argoproj\.io\/v1alpha1|tekton\.dev\/v1)$/;

/** Of Argo CD and Argo Events, in the group of Argo Workflows. */
const elsewhere = /^(Application|AppProject|EventBus|EventSource|Sensor)$/;

/**
 * The objects of each committed output folder with something for Argo or Tekton, as far as this cluster has their kinds.
 *
 * @param also - a kind that a test defines
 */
export function committedManifests(also?: string): Readonly<Record<string, readonly KubeObject[]>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const folders: Record<string, KubeObject[]> = {};
  for (const file of files.sort()) {
    const [name = ''] = file.split('/');
    const objects = (loadAll(readFileSync(join(folder, file), 'utf8')) as (KubeObject | null)[]).filter(
      (object) => object !== null,
    );
    folders[name] = [...(folders[name] ?? []), ...objects.filter(({ kind }) => !elsewhere.test(kind))];
  }
  return Object.fromEntries(
    Object.entries(folders)
      .filter(([, objects]) => objects.some(({ apiVersion }) => /^(argoproj\.io|tekton\.dev)\//.test(apiVersion)))
      .map(([name, objects]) => [
        name,
        objects.filter(({ apiVersion, kind }) => served.test(apiVersion) || kind === also),
      ]),
  );
}
