import { createHash } from 'node:crypto';
import type { ApiObject, Chart } from 'cdk8s';
import type { Manifest } from './manifest-of';

/**
 * Path of a chart's file below the output folder: its construct path, so that a chart inside another gets a folder.
 *
 * Adding or removing other charts and dependencies never renames a file.
 *
 * @internal
 */
export function chartFile(chart: Chart): string {
  return `${chart.node.path.split('/').map(fileName).join('/')}.yaml`;
}

/**
 * Path of an object's file below the output folder: a folder per namespace, then `<kind>_<name>.yaml`.
 *
 * The API group is part of the name where the kind alone does not tell it: `service.serving.knative.dev_web.yaml`.
 *
 * @internal
 */
export function objectFile(object: ApiObject, { apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const type = kind.toLowerCase() + (KINDS_TELL.test(group) ? '' : `.${group}`);
  const name = metadata.name ?? `${metadata.generateName ?? ''}${shortHash(object.node.path)}`;
  const file = `${fileName(type)}_${fileName(name)}.yaml`;
  return metadata.namespace === undefined ? file : `${fileName(metadata.namespace)}/${file}`;
}

/** Groups whose kinds no other of these has: Kubernetes' own, and those of the engines that this package speaks to. */
const KINDS_TELL = /^(?:[a-z]*|.*\.k8s\.io|argoproj\.io|(?:triggers\.)?tekton\.dev|serving\.kserve\.io)$/;

/**
 * One path component that every file system takes.
 *
 * A name that has to be changed for this, or is longer than file systems allow, gets a hash of the whole, so that two
 * names never meet.
 */
function fileName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]+/, '');
  if (safe === name && safe.length <= MAX_LENGTH) return safe;
  return [safe.slice(0, MAX_LENGTH), shortHash(name)].filter((part) => part !== '').join('-');
}

/** Kubernetes names reach 253 characters, file names 255, and ours have a kind in front. */
const MAX_LENGTH = 150;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
