import { createHash } from 'node:crypto';
import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkName } from '../names';

/**
 * A place for files, mounted by `mounts: { '/data': volume }`. Pass the same handle to several tasks to share it.
 *
 * @public
 */
export interface Volume {
  /** @internal */
  readonly volume: VolumeSpec;
}

/** @internal */
export type VolumeSpec =
  | { readonly kind: 'scratch'; readonly sizeLimit: string | undefined; readonly memory: boolean }
  | {
      readonly kind: 'shared';
      readonly name: string;
      readonly size: string;
      readonly accessMode: AccessMode;
      readonly storageClass: string | undefined;
    }
  | { readonly kind: 'claim'; readonly name: string; readonly readOnly: boolean }
  | { readonly kind: 'secret' | 'configMap'; readonly name: string }
  | { readonly kind: 'files'; readonly name: string; readonly files: { readonly [file: string]: string | Uint8Array } };

/** @public */
export type AccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';

/** @public */
export interface ScratchOptions {
  /** Kubernetes quantity, such as `2Gi`; the pod is evicted above it. */
  readonly sizeLimit?: string | undefined;
  /** Keep it in memory; counts against the memory limit. @default false */
  readonly memory?: boolean | undefined;
}

/** @public */
export interface SharedOptions {
  /** Kubernetes quantity, such as `10Gi`. */
  readonly size: string;
  /** @default 'ReadWriteOnce' - steps that run at the same time on different nodes need ReadWriteMany */
  readonly accessMode?: AccessMode | undefined;
  /** @default - the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** @public */
export const Volume: {
  /** An empty folder, new for every pod. */
  readonly scratch: (options?: ScratchOptions) => Volume;
  /** A volume made for each run and deleted after it, shared by the steps that mount it. */
  readonly shared: (name: string, options: SharedOptions) => Volume;
  /** A PersistentVolumeClaim that exists in the namespace. */
  readonly claim: (name: string, options?: { readonly readOnly?: boolean | undefined }) => Volume;
  /** The keys of a Secret as read-only files. */
  readonly secret: (name: string) => Volume;
  /** The keys of a ConfigMap as read-only files. */
  readonly configMap: (name: string) => Volume;
  /**
   * Files that travel with the definition, in an immutable ConfigMap named after their content.
   *
   * @throws PipelineError MLP1206 above 900 KB in all, or for file names a ConfigMap can't hold.
   */
  readonly files: (name: string, files: { readonly [file: string]: string | Uint8Array }) => Volume;
} = {
  scratch: (options = {}) => {
    checkProps(options, ['sizeLimit', 'memory'], 'a scratch volume');
    return volume({
      kind: 'scratch',
      sizeLimit: options.sizeLimit === undefined ? undefined : checkQuantity(options.sizeLimit, 'sizeLimit'),
      memory: options.memory ?? false,
    });
  },
  shared: (name, options) => {
    checkProps(options, ['size', 'accessMode', 'storageClass'], `shared volume ${show(name)}`);
    return volume({
      kind: 'shared',
      name: checkName(name, 'a shared volume'),
      size: checkQuantity(options.size, `the size of volume ${show(name)}`),
      accessMode: checkAccessMode(options.accessMode ?? 'ReadWriteOnce', `volume ${show(name)}`),
      storageClass:
        options.storageClass === undefined ? undefined : checkObjectName(options.storageClass, 'StorageClass'),
    });
  },
  claim: (name, options = {}) => {
    checkProps(options, ['readOnly'], `claim ${show(name)}`);
    return volume({ kind: 'claim', name: checkObjectName(name, 'claim'), readOnly: options.readOnly ?? false });
  },
  secret: (name) => volume({ kind: 'secret', name: checkObjectName(name, 'Secret') }),
  configMap: (name) => volume({ kind: 'configMap', name: checkObjectName(name, 'ConfigMap') }),
  files: (name, files) =>
    volume({ kind: 'files', name: checkName(name, 'a set of files'), files: checkFiles(name, files) }),
};

/**
 * The name of the ConfigMap that holds these files: equal content, equal name; other content, another name.
 *
 * @internal
 */
export function contentName(name: string, files: { readonly [file: string]: string | Uint8Array }): string {
  const hash = createHash('sha256');
  for (const file of Object.keys(files).sort()) {
    const content = files[file] ?? '';
    hash.update(`${file}\0${content.length}\0`).update(content).update('\0');
  }
  return `${name.slice(0, 52)}-${hash.digest('hex').slice(0, 10)}`;
}

/** @internal */
export function checkVolume(value: Volume, what: string, at?: string): VolumeSpec {
  if (typeof value === 'object' && value !== null && 'volume' in value) return value.volume;
  throw new PipelineError({
    code: 'MLP1206',
    message: `${what} mounts ${show(value)}`,
    expected: "a Volume: Volume.scratch(), Volume.shared('data', { size: '10Gi' }), Volume.claim('models')",
    actual: value,
    at,
  });
}

function checkAccessMode(mode: AccessMode, what: string): AccessMode {
  const modes: readonly AccessMode[] = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
  if (modes.includes(mode)) return mode;
  throw new PipelineError({
    code: 'MLP1206',
    message: `the access mode of ${what} is ${show(mode)}`,
    expected: modes.join(', '),
    actual: mode,
  });
}

/** A Kubernetes quantity, as the API server writes it back. Throws MLP1204. @internal */
export function checkQuantity(value: string, what: string, at?: string): string {
  if (typeof value === 'string' && /^(?:0|[1-9]\d*)(?:\.\d{1,3})?(?:m|[kMGTPE]|[KMGTPE]i)?$/.test(value)) return value;
  throw new PipelineError({
    code: 'MLP1204',
    message: `${what} is ${show(value)}`,
    expected: "a Kubernetes quantity as text: '500m', '2', '512Mi', '10Gi'",
    actual: value,
    at,
  });
}

/** The name of an object that someone else made: a DNS subdomain. @internal */
export function checkObjectName(name: string, kind: string, at?: string): string {
  if (typeof name === 'string' && name.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw new PipelineError({
    code: 'MLP1005',
    message: `no ${kind} can be called ${show(name)}`,
    expected: 'lower-case letters, digits, - and .',
    actual: name,
    at,
  });
}

function checkFiles(name: string, files: { readonly [file: string]: string | Uint8Array }): typeof files {
  checkProps(files, Object.keys(files ?? {}), `the files ${show(name)}`);
  const entries = Object.entries(files);
  const size = entries.reduce((sum, [, content]) => sum + (isContent(content) ? Buffer.byteLength(content) : 0), 0);
  const problem =
    entries.length === 0
      ? `the files '${name}' are none`
      : size > 900_000
        ? `the files '${name}' have ${size} bytes`
        : entries.map(([file, content]) => fileProblem(file, content)).find((each) => each !== undefined);
  if (problem === undefined) return Object.freeze({ ...files });
  throw new PipelineError({
    code: 'MLP1206',
    message: problem,
    expected: 'one file or more with names of letters, digits and -._ and at most 900,000 bytes in all',
  });
}

function fileProblem(file: string, content: unknown): string | undefined {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(file) || file === '.' || file.startsWith('..'))
    return `a ConfigMap can't hold a file called ${show(file)}`;
  return isContent(content) ? undefined : `the content of file '${file}' is ${show(content)}`;
}

function isContent(content: unknown): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}

function volume(spec: VolumeSpec): Volume {
  return Object.freeze({ volume: Object.freeze(spec) });
}
