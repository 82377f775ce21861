import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap } from '../../../yaml/is-map';
import { LocalProblem } from '../problem';

/** An object of Kubernetes. @internal */
export interface KubeObject {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The objects of a cluster that is only a folder: each a file, so that one run finds what the one before left. @internal */
export interface Objects {
  get(key: string): KubeObject | undefined;
  /** The keys that begin so, sorted. */
  keys(prefix: string): readonly string[];
  /** Stores it with a new resourceVersion, in the file first. */
  put(key: string, object: KubeObject): KubeObject;
}

/**
 * Reads what a folder holds.
 *
 * @param folder made when something is written
 * Throws a `LocalProblem` for a file that holds no object.
 *
 * @internal
 */
export function openObjects(folder: string): Objects {
  const stored = new Map<string, KubeObject>();
  let version = 0;
  for (const key of filesBelow(folder)) {
    const object = read(join(folder, `${key}.json`));
    stored.set(key, object);
    version = Math.max(version, Number(object.metadata.resourceVersion ?? 0));
  }
  return {
    get: (key) => stored.get(key),
    keys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)).sort(),
    put(key, object) {
      version += 1;
      const versioned = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      write(join(folder, `${key}.json`), versioned);
      stored.set(key, versioned);
      return versioned;
    },
  };
}

function filesBelow(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw problem;
  }
}

function read(file: string): KubeObject {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    value = undefined;
  }
  if (isMap(value) && isMap(value.metadata)) return value as KubeObject;
  throw new LocalProblem(`${file} holds no object of Kubernetes: mend it, or remove it`);
}

/** Whole or not at all: the process can be killed at any moment. */
function write(file: string, object: KubeObject): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(object, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}
