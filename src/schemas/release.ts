import * as argo from './argo/definitions';
import * as events from './events/definitions';
import * as gateway from './gateway/definitions';
import * as kserve from './kserve/definitions';
import * as kubernetes from './kubernetes/definitions';
import * as tekton from './tekton/definitions';
import * as triggers from './triggers/definitions';

/**
 * A JSON schema as plain data.
 *
 * @internal
 */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * JSON schemas by the names that `$ref: '#/definitions/…'` uses.
 *
 * @internal
 */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * A kind of resource, and the name of its definition.
 *
 * @internal
 */
export interface SchemaKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly definition: string;
}

interface Release {
  readonly kinds: readonly SchemaKind[];
  /** JSON texts; later ones win. */
  readonly texts: readonly string[];
}

/**
 * A line of releases of an engine that there are schemas of.
 *
 * @internal
 */
export type SchemaRelease =
  | 'argo-3.7'
  | 'argo-4.0'
  | 'events-1.9'
  | 'gateway-1.5'
  | 'kserve-0.20'
  | 'kubernetes-1.36'
  | 'tekton-1.15'
  | 'triggers-0.37';

const releases: Readonly<Record<SchemaRelease, Release>> = {
  'argo-3.7': { kinds: argo.kinds, texts: [argo.common, argo.only37] },
  'argo-4.0': { kinds: argo.kinds, texts: [argo.common, argo.only40] },
  'events-1.9': { kinds: events.kinds, texts: [events.definitions] },
  'gateway-1.5': { kinds: gateway.kinds, texts: [gateway.definitions] },
  'kserve-0.20': { kinds: kserve.kinds, texts: [kserve.definitions] },
  'kubernetes-1.36': { kinds: kubernetes.kinds, texts: [kubernetes.definitions] },
  'tekton-1.15': { kinds: tekton.kinds, texts: [tekton.definitions] },
  'triggers-0.37': { kinds: triggers.kinds, texts: [triggers.definitions] },
};

/**
 * All lines that there are schemas of.
 *
 * @internal
 */
export const schemaReleases = Object.keys(releases) as readonly SchemaRelease[];

/**
 * The kinds of resources that a release has.
 *
 * @internal
 */
export function kindsOf(release: SchemaRelease): readonly SchemaKind[] {
  return releases[release].kinds;
}

const parsed = new Map<SchemaRelease, Definitions>();
let pods: Definitions | undefined;

/**
 * The definitions of a release by name, `k8s.` before those of Kubernetes; closed to fields that the engine does not know.
 *
 * The engines share what they know of pods and other parts of Kubernetes, except the enums: a placeholder may stand where
 * the API server asks for one of a few words. Kubernetes reads null as absent, and these schemas do not: leave such keys
 * out before validating. Parsed on first use, so that importing the package costs nothing.
 *
 * @internal
 */
export function definitionsOf(release: SchemaRelease): Definitions {
  const known = parsed.get(release);
  if (known !== undefined) return known;
  pods ??= withoutEnums(JSON.parse(kubernetes.definitions));
  const definitions = Object.assign({}, release === 'kubernetes-1.36' ? {} : pods);
  for (const text of releases[release].texts) Object.assign(definitions, JSON.parse(text));
  parsed.set(release, definitions);
  return definitions;
}

/** The same object. A function that `JSON.parse` calls for every value would take longer than all else. */
function withoutEnums<Schema>(schema: Schema): Schema {
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = schema as Record<string, unknown>;
  if (Array.isArray(members.enum)) delete members.enum;
  for (const key in members) withoutEnums(members[key]);
  return schema;
}
