import { own } from '../../core/own';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { type LintDocument, namespaceOf } from '../document';
import { type Members, mapsIn } from '../members';
import type { Project } from '../project';
import { withoutNulls } from '../without-nulls';

/** A name of an object that a pod needs. @internal */
export interface ObjectReference {
  readonly document: LintDocument;
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  /** Of a ConfigMap or Secret: what is read of it. */
  readonly key?: string;
  /** A pod starts without it. */
  readonly isOptional: boolean;
  readonly namespace: string;
  readonly path: YamlPath;
}

const known = new WeakMap<Project, readonly ObjectReference[]>();

/** All of them whose names are known before something runs. @internal */
export function referencesIn(project: Project): readonly ObjectReference[] {
  let found = known.get(project);
  if (found === undefined) {
    found = project.documents
      .filter((document) => !isLeftOut(document) && project.issuesOf(document).every(({ kind }) => kind !== 'type'))
      .flatMap((document) => [...below(document, withoutNulls(document.value), [])])
      .filter(({ name }) => name !== '' && !/\{\{|\$\(/.test(name));
    known.set(project, found);
  }
  return found;
}

/** What lives in no namespace names objects of whatever namespace it is used in. */
function isLeftOut({ value: { apiVersion, kind } }: LintDocument): boolean {
  return kind.startsWith('Cluster') || apiVersion.startsWith('apiextensions.k8s.io/') || apiVersion.startsWith('rbac.');
}

/** Fields that name an object and a key in it. */
const keyed: Readonly<Record<string, ObjectReference['kind']>> = {
  secretKeyRef: 'Secret',
  configMapKeyRef: 'ConfigMap',
  accessKeySecret: 'Secret',
  secretKeySecret: 'Secret',
  usernameSecret: 'Secret',
  passwordSecret: 'Secret',
  sshPrivateKeySecret: 'Secret',
  apiToken: 'Secret',
  webhookSecret: 'Secret',
};

/** Fields that name an object, under `name` or a name of its own. */
const whole: Readonly<Record<string, readonly [kind: ObjectReference['kind'], field: string]>> = {
  configMap: ['ConfigMap', 'name'],
  configMapRef: ['ConfigMap', 'name'],
  secretRef: ['Secret', 'name'],
  secret: ['Secret', 'secretName'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
};

function* below(document: LintDocument, value: unknown, at: YamlPath): Generator<ObjectReference> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* below(document, item, [...at, i]);
    return;
  }
  if (!isMap(value)) return;
  const namespace = namespaceOf(document.value);
  for (const [field, member] of Object.entries(value)) {
    const path = [...at, field];
    if (field === 'serviceAccountName' && typeof member === 'string')
      yield { document, kind: 'ServiceAccount', name: member, isOptional: false, namespace, path };
    if (isMap(member)) yield* named(document, field, member, path);
    yield* below(document, member, path);
  }
}

function* named(document: LintDocument, field: string, given: Members, path: YamlPath): Generator<ObjectReference> {
  const shared = { document, isOptional: given.optional === true, namespace: namespaceOf(document.value) };
  const withKey = own(keyed, field);
  if (withKey !== undefined && typeof given.name === 'string' && typeof given.key === 'string')
    yield { ...shared, kind: withKey, name: given.name, key: given.key, path };
  const [kind, nameField = ''] = own(whole, field) ?? [];
  // A projected volume names its Secrets as a ConfigMap is named.
  const name = given[nameField] ?? (field === 'secret' && path.includes('sources') ? given.name : undefined);
  if (kind === undefined || typeof name !== 'string') return;
  yield { ...shared, kind, name, path };
  for (const [i, { key }] of mapsIn(given.items)) {
    if (typeof key === 'string') yield { ...shared, kind, name, key, path: [...path, 'items', i, 'key'] };
  }
}
