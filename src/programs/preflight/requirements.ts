import { isRecord } from '../json-value';

/**
 * What the cluster must have before the first run, as the manifests say.
 *
 * @internal
 */
export interface Requirements {
  readonly apis: readonly RequiredApi[];
  readonly secrets: readonly RequiredSecret[];
  readonly services: readonly RequiredService[];
  /** What can't be looked at from a pod: somebody has to. */
  readonly unchecked: readonly string[];
}

/** @internal */
export interface RequiredApi {
  /** Who brings it: `Argo Workflows`. */
  readonly component: string;
  /** With a group: `argoproj.io/v1alpha1`. */
  readonly apiVersion: string;
  readonly kinds: readonly string[];
}

/** @internal */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  /** None: as a whole. */
  readonly keys: readonly string[];
}

/** A server that the programs talk to. @internal */
export interface RequiredService {
  readonly kind: 'mlflow' | 'http';
  readonly url: string;
}

/** Everything that is wrong with requirements, each with its place. @internal */
export function requirementProblems(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['expected an object'];
  const { apis, secrets, services, unchecked, ...unknown } = value;
  return [
    ...Object.keys(unknown).map((name) => `${name}: unknown`),
    ...each('apis', apis, (api) => isText(api.component) && isText(api.apiVersion) && areTexts(api.kinds)),
    ...each('secrets', secrets, (secret) => isText(secret.namespace) && isText(secret.name) && areTexts(secret.keys)),
    ...each('services', services, ({ kind, url }) => ['mlflow', 'http'].includes(String(kind)) && isAddress(url)),
    ...(areTexts(unchecked) ? [] : ['unchecked: expected a list of texts']),
  ];
}

function each(name: string, list: unknown, fits: (item: Readonly<Record<string, unknown>>) => boolean): string[] {
  if (!Array.isArray(list)) return [`${name}: expected a list`];
  return list.flatMap((item, i) => (isRecord(item) && fits(item) ? [] : [`${name}[${i}]: not as expected`]));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[\x21-\x7e]+$/.test(value);
}
