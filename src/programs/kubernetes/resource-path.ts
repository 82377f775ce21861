import { InputError } from '../input-error';

/** A kind of objects, by the name that the API has for it. @internal */
export interface Resource {
  /** `v1`, or group and version: `apps/v1`. */
  readonly apiVersion: string;
  /** Plural, in lower case: `configmaps`. */
  readonly resource: string;
  /** Absent for what belongs to no namespace. */
  readonly namespace?: string;
}

/** Where a group is served. @internal */
export function apiPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** @throws InputError for a name that would lead to another path @internal */
export function resourcePath({ apiVersion, resource, namespace }: Resource, name?: string): string {
  const inNamespace = namespace === undefined ? [] : ['namespaces', segment(namespace)];
  return [apiPath(apiVersion), ...inNamespace, resource, ...(name === undefined ? [] : [segment(name)])].join('/');
}

function segment(name: string): string {
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return name;
  throw new InputError(`no object or namespace can be called ${JSON.stringify(name.slice(0, 80))}`);
}
