import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { RECORD, readRecord } from '../../app/output-record';
import { type Manifest, readManifestFile } from '../../yaml/manifest';
import { type FieldDifference, valueDifference } from './value-difference';

/** What differs in one file. @internal */
export type FileDifference = { readonly file: string } & (
  | { readonly kind: 'new' | 'gone'; readonly objects: readonly string[] }
  | { readonly kind: 'objects'; readonly objects: readonly ObjectDifference[] }
  /** The same objects, written in another way or order. */
  | { readonly kind: 'formatting' }
  /** No manifests: the first line that differs. */
  | { readonly kind: 'text'; readonly line: number }
);

/** An object that differs: `WorkflowTemplate ml/train`. @internal */
export type ObjectDifference = { readonly object: string } & (
  | { readonly kind: 'new' | 'gone' }
  | { readonly kind: 'changed'; readonly fields: readonly FieldDifference[] }
);

/**
 * How a folder differs from what an app writes, file by file. Files of a folder that no app owns are left out: where there
 * is a record of `GitOpsApp`, those that it does not name; else all that hold no YAML.
 *
 * @param before the folder as it is
 * @param after the folder as the app fills it
 * @internal
 */
export function folderDifference(before: string, after: string): readonly FileDifference[] {
  const files = new Set([...ownedFiles(before), ...filesBelow(after)]);
  return [...files].sort().flatMap((file): readonly FileDifference[] => {
    const [old, now] = [bytesOf(join(before, file)), bytesOf(join(after, file))];
    if (old === undefined && now === undefined) return [];
    if (old === undefined || now === undefined)
      return [{ file, kind: old === undefined ? 'new' : 'gone', objects: objectsOf(old ?? now ?? '').map(nameOf) }];
    if (old === now) return [];
    if (!/\.ya?ml$/.test(file)) return [{ file, kind: 'text', line: firstLine(old, now) }];
    const objects = objectsDifference(objectsOf(old), objectsOf(now));
    return [objects.length === 0 ? { file, kind: 'formatting' } : { file, kind: 'objects', objects }];
  });
}

function ownedFiles(folder: string): readonly string[] {
  const record = readRecord(folder);
  if (record.size > 0) return [...record];
  return filesBelow(folder).filter((file) => /\.ya?ml$/.test(file));
}

/** The files of a folder and those below it, but its records. */
function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== RECORD && entry.name !== 'construct-metadata.json')
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .map((file) => file.split(sep).join('/'));
}

function bytesOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'latin1') : undefined;
}

function objectsOf(latin1: string): readonly Manifest[] {
  const text = Buffer.from(latin1, 'latin1').toString();
  return readManifestFile('', text).manifests;
}

function objectsDifference(before: readonly Manifest[], after: readonly Manifest[]): readonly ObjectDifference[] {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): readonly ObjectDifference[] => {
    const [one, other] = [old.get(key), now.get(key)];
    const object = nameOf((one ?? other) as Manifest);
    if (one === undefined || other === undefined) return [{ object, kind: one === undefined ? 'new' : 'gone' }];
    const fields = valueDifference(one.value, other.value);
    return fields.length === 0 ? [] : [{ object, kind: 'changed', fields }];
  });
}

/** Objects by what the cluster tells them apart by, and the number of those that it would not. */
function byIdentity(objects: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  const known = new Map<string, Manifest>();
  for (const object of objects) {
    const group = object.value.apiVersion.replace(/\/?[^/]*$/, '');
    const identity = `${group} ${nameOf(object)}`;
    let key = identity;
    for (let i = 2; known.has(key); i++) key = `${identity} ${i}`;
    known.set(key, object);
  }
  return known;
}

function nameOf({ value }: Manifest): string {
  const { name, generateName, namespace } = (value.metadata ?? {}) as Readonly<Record<string, unknown>>;
  const own = name ?? (generateName === undefined ? '' : `${generateName}*`);
  return `${value.kind} ${namespace === undefined ? '' : `${namespace}/`}${own}`;
}

function firstLine(one: string, other: string): number {
  const others = other.split('\n');
  const lines = one.split('\n');
  const differs = lines.findIndex((line, i) => line !== others[i]);
  return (differs < 0 ? lines.length : differs) + 1;
}
