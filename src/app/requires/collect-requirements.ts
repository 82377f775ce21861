import type { Requirement } from '../../core/requirement';
import { isMap } from '../../yaml/is-map';
import type { Manifest } from '../manifest-of';
import { componentFor } from './components';
import { fieldRequirements } from './field-requirements';
import { kafkaTopics } from './kafka-topics';
import { secretReference } from './secret-reference';

/**
 * A component and why it is needed.
 *
 * @internal
 */
export interface NeededComponent {
  readonly component: string;
  version: string | undefined;
  readonly settings: Set<string>;
  /** Kinds, by API version. */
  readonly kinds: Map<string, Set<string>>;
}

/**
 * A Secret and who reads it.
 *
 * @internal
 */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: Set<string>;
  optional: boolean;
  readonly users: Set<string>;
}

/**
 * Everything that a folder of output needs of the cluster.
 *
 * @internal
 */
export interface Requirements {
  add(manifest: Manifest): void;
  require(requirement: Requirement): NeededComponent;
  readonly components: ReadonlyMap<string, NeededComponent>;
  secrets(): readonly NeededSecret[];
  /** Addresses of MLflow servers. */
  readonly trackingServers: ReadonlySet<string>;
  /** Addresses of object stores, and whether a release keeps a pointer there. */
  readonly objectStores: ReadonlyMap<string, { readonly hasPointer: boolean }>;
  /** Topics of Kafka, by the addresses of its brokers. */
  readonly topics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a Service among the manifests answers at an address. */
  hasService(url: string): boolean;
}

/** Fields that hold the user's own text, not Kubernetes' words. */
const OPAQUE: ReadonlySet<string> = new Set(['labels', 'annotations', 'data', 'stringData', 'binaryData']);

/** Kinds that make a Secret of their own name, or of the name they give. */
const MAKES_SECRET: ReadonlySet<string> = new Set(['Secret', 'SealedSecret', 'ExternalSecret', 'Certificate']);

/**
 * Gathers, manifest by manifest, what they need.
 *
 * @internal
 */
export function collectRequirements(): Requirements {
  const components = new Map<string, NeededComponent>();
  const secrets = new Map<string, NeededSecret>();
  const made = new Set<string>();
  const services = new Set<string>();
  const trackingServers = new Set<string>();
  const objectStores = new Map<string, { readonly hasPointer: boolean }>();
  const topics = new Map<string, Set<string>>();

  const require = ({ component, version, setting }: Requirement): NeededComponent => {
    const needed = components.get(component) ?? { component, version, settings: new Set(), kinds: new Map() };
    components.set(component, needed);
    if (version !== undefined && isNewer(version, needed.version)) needed.version = version;
    if (setting !== undefined) needed.settings.add(setting);
    return needed;
  };

  const add = (manifest: Manifest): void => {
    const { apiVersion, kind, metadata } = manifest;
    const namespace = metadata.namespace ?? '';
    const user = `${kind} ${metadata.name ?? metadata.generateName ?? ''}`;
    const needed = componentFor(apiVersion, kind);
    if (needed !== undefined) entry(require(needed).kinds, apiVersion).add(kind);
    if (kind === 'Service' && apiVersion === 'v1') services.add(`${metadata.name}.${namespace}`);
    for (const { brokers, topic } of kafkaTopics(manifest)) entry(topics, brokers).add(topic);
    if (MAKES_SECRET.has(kind)) for (const name of secretNames(manifest)) made.add(`${namespace}/${name}`);

    const secret = (name: string, keys: readonly string[], optional: boolean): void => {
      const place = `${namespace}/${name}`;
      const known = secrets.get(place) ?? { namespace, name, keys: new Set(), optional, users: new Set() };
      secrets.set(place, known);
      for (const key of keys) known.keys.add(key);
      known.optional &&= optional;
      known.users.add(user);
    };
    const visit = (fields: Readonly<Record<string, unknown>>, parent: string): void => {
      const reference = kind === 'Certificate' ? undefined : secretReference(parent, fields);
      if (fields.name === 'MLFLOW_TRACKING_URI' && isHttpUrl(fields.value)) trackingServers.add(fields.value);
      const store = /^(SOURCE_|TARGET_)?AWS_ENDPOINT_URL_S3$/.exec(String(fields.name));
      if (store !== null && isHttpUrl(fields.value)) {
        const hasPointer = store[1] !== undefined || objectStores.get(fields.value)?.hasPointer === true;
        objectStores.set(fields.value, { hasPointer });
      }
      if (reference !== undefined) secret(reference.name, reference.keys, reference.optional);
      for (const field in fields) {
        const value = fields[field];
        for (const requirement of fieldRequirements(apiVersion, parent, field, value)) require(requirement);
        if (typeof value === 'object' && value !== null && !OPAQUE.has(field)) visitValue(value, field);
      }
    };
    const visitValue = (value: unknown, field: string): void => {
      if (Array.isArray(value)) {
        const named = field === 'imagePullSecrets' || (kind === 'ServiceAccount' && field === 'secrets');
        for (const item of value) {
          if (named && isMap(item) && typeof item.name === 'string') secret(item.name, [], false);
          else if (typeof item === 'object' && item !== null) visitValue(item, field);
        }
      } else if (isMap(value)) visit(value, field);
    };
    visit(manifest, '');
  };
  return {
    add,
    require,
    components,
    trackingServers,
    objectStores,
    topics,
    hasService: (url) => services.has(/^([^.]+\.[^.]+)\.svc(?:\.|$)/.exec(new URL(url).hostname)?.[1] ?? ''),
    secrets: () => [...secrets].filter(([place]) => !made.has(place)).map(([, needed]) => needed),
  };
}

function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s{}$]+$/.test(value) && URL.canParse(value);
}

function secretNames({ metadata, spec }: Manifest): string[] {
  const { secretName, target } = isMap(spec) ? spec : {};
  const names = [metadata.name, secretName, isMap(target) ? target.name : undefined];
  return names.filter((name): name is string => typeof name === 'string');
}

function entry(map: Map<string, Set<string>>, key: string): Set<string> {
  const values = map.get(key) ?? new Set();
  map.set(key, values);
  return values;
}

function isNewer(version: string, than: string | undefined): boolean {
  if (than === undefined) return true;
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < Math.max(a?.length ?? 0, b?.length ?? 0); i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
