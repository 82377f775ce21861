import type { ApiObject } from 'cdk8s';
import { PipelineError } from '../core/error';
import type { Manifest } from './manifest-of';

/**
 * The objects and files of one synth so far: nothing may take the place of something else.
 *
 * @internal
 */
export interface KnownObjects {
  /** @throws PipelineError MLP4003 when the file, or the app if each object has its own, has the same object already */
  add(object: ApiObject, manifest: Manifest, file: string): void;
  /** All of them, by kind, namespace and name. */
  readonly identities: ReadonlySet<string>;
}

/**
 * Keeps account of what is written, so that no object or file replaces another silently.
 *
 * In different charts the same object may occur, as charts may be for different clusters.
 *
 * @internal
 */
export function knownObjects(layout: 'file-per-chart' | 'file-per-object'): KnownObjects {
  const identities = new Set<string>();
  const places = new Map<string, string>();
  const files = new Map<string, string>();
  return {
    identities,
    add: ({ node }, { apiVersion, kind, metadata }, file) => {
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      const identity = [kind, group, metadata.namespace ?? '', metadata.name ?? node.path].join(' ');
      identities.add(identity);
      const place = layout === 'file-per-chart' ? `${file} ${identity}` : identity;
      const other = places.get(place);
      places.set(place, node.path);
      if (other !== undefined) throw sameObject(kind, metadata.namespace, metadata.name, other);
      const key = file.toLowerCase();
      const owner = layout === 'file-per-chart' ? file : node.path;
      if (key === 'kustomization.yaml') throw reservedFile(file);
      if (key.startsWith('environments/')) throw deployedVersions(file);
      const before = files.get(key);
      files.set(key, owner);
      if (before !== undefined && before !== owner) throw sameFile(file, before);
    },
  };
}

function sameObject(
  kind: string,
  namespace: string | undefined,
  name: string | undefined,
  other: string,
): PipelineError {
  const where = namespace === undefined ? '' : ` in namespace '${namespace}'`;
  return new PipelineError({
    code: 'MLP4003',
    message: `the ${kind} '${name}'${where} is already defined by '${other}'`,
    fix: 'give one of them another name or namespace',
  });
}

function sameFile(file: string, other: string): PipelineError {
  return new PipelineError({
    code: 'MLP4008',
    message: `the file '${file}' would be the same as that of '${other}' where upper and lower case are not told apart`,
    fix: 'rename one of them',
  });
}

/** Argo CD and Flux take a folder with this file for a kustomization. */
function reservedFile(file: string): PipelineError {
  return new PipelineError({
    code: 'MLP4008',
    message: `the file '${file}' would be taken for a kustomization`,
    fix: 'rename the chart',
  });
}

function deployedVersions(file: string): PipelineError {
  return new PipelineError({
    code: 'MLP4007',
    message: `the file '${file}' would be inside 'environments', where the deployed versions live`,
    fix: 'rename the namespace or chart, or write to another folder',
  });
}
