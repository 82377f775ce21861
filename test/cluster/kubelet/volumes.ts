import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { tokenOf } from './account';
import { volumeGroup } from './identity';
import type { LocalProcesses } from './local-process';
import type { AnnotationFile, Container, KeyToPath, Pod, Volume } from './pod';

/** The root folder of a container, before anything is mounted in it. */
export interface Mounts {
  readonly root: string;
  /** Shell commands that mount what the container sees. */
  readonly commands: readonly string[];
  /** Where the image would have its programs. */
  readonly path: string;
  /** File of this machine with the container's termination message; absent if the container does not name one. */
  readonly message: string;
  /** Where a file of the container is on this machine, if a volume holds it. */
  fileAt(path: string): string | undefined;
}

/** What a program needs of the machine: interpreters and their libraries. */
const machine = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc/ssl', '/dev', '/proc'];

/** Where a container finds the certificate that the place trusts. */
export const trustFile = '/etc/trusted.crt';

export async function mountsOf(
  api: ApiClient,
  pod: Pod,
  container: Container,
  home: string,
  { scratch, hosts, trusts, programs = [], folders: given = {} }: LocalProcesses,
): Promise<Mounts> {
  const root = join(home, 'roots', container.name);
  const commands = [`mount --rbind ${quoted(root)} ${quoted(root)}`];
  const bind = (from: string, to: string, readOnly: boolean) => {
    const target = join(root, to);
    if (lstatSync(from).isDirectory()) mkdirSync(target, { recursive: true });
    commands.push(`mount --rbind ${quoted(from)} ${quoted(target)}`);
    if (readOnly) commands.push(`mount -o remount,bind,ro ${quoted(target)}`);
  };
  mkdirSync(join(root, 'etc'), { recursive: true });
  mkdirSync(join(root, container.workingDir ?? ''), { recursive: true });
  for (const path of [...machine, dirname(dirname(process.execPath))]) {
    if (!existsSync(path) || existsSync(join(root, path))) continue;
    const link = lstatSync(path).isSymbolicLink();
    if (link) symlinkSync(readlinkSync(path), join(root, path));
    else bind(path, path, false);
  }
  const lines = Object.entries({ localhost: '127.0.0.1', ...hosts }).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(join(root, 'etc', 'hosts'), lines.join(''));
  const brought = programs.map((folder, index) => ({ folder, at: `/programs/${index}` }));
  for (const { folder, at } of brought) bind(folder, at, true);
  for (const [at, folder] of Object.entries(given)) bind(folder, at, true);
  if (trusts !== undefined) writeFileSync(join(root, trustFile), trusts);
  writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0::/:/bin/sh\npod:x:1000:1000::/:/bin/sh\n');
  if (pod.spec.automountServiceAccountToken !== false)
    bind(await serviceAccount(api, pod, home), '/var/run/secrets/kubernetes.io/serviceaccount', true);
  const folders = new Map<string, string>();
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find(({ name }) => name === mount.name);
    if (volume === undefined) throw new Error(`pod ${pod.metadata.name} has no volume ${mount.name}`);
    const folder = join(await folderOf(api, pod, volume, home, scratch), mount.subPath ?? '');
    folders.set(mount.mountPath, folder);
    bind(folder, mount.mountPath, mount.readOnly === true || 'configMap' in volume || 'secret' in volume);
  }
  const message = join(home, 'messages', container.name);
  // The default is in /dev, which is the machine's; nobody here writes there.
  if (container.terminationMessagePath?.startsWith('/dev/') === false) {
    for (const file of [message, join(root, container.terminationMessagePath)]) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '');
    }
    chmodSync(message, 0o666);
    bind(message, container.terminationMessagePath, false);
  }
  if (container.securityContext?.readOnlyRootFilesystem === true)
    commands.push(`mount -o remount,bind,ro ${quoted(root)}`);
  return {
    root,
    commands,
    path: [dirname(process.execPath), ...brought.map(({ at }) => at), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    message,
    fileAt: (path) => {
      const mounted = [...folders.keys()]
        .filter((at) => path.startsWith(`${at}/`))
        .sort((a, b) => b.length - a.length)[0];
      return mounted === undefined ? undefined : join(folders.get(mounted) ?? '', path.slice(mounted.length));
    },
  };
}

async function folderOf(api: ApiClient, pod: Pod, volume: Volume, home: string, scratch: string): Promise<string> {
  const own = join(home, 'volumes', volume.name);
  const { configMap, secret, downwardAPI } = volume;
  if (configMap !== undefined)
    return filesIn(own, await filesOf(api, pod, 'ConfigMap', configMap.name), configMap.items);
  if (secret !== undefined) return filesIn(own, await filesOf(api, pod, 'Secret', secret.secretName), secret.items);
  if (downwardAPI !== undefined) return annotationFiles(own, pod, downwardAPI.items ?? []);
  const claim = volume.persistentVolumeClaim?.claimName;
  if (volume.emptyDir === undefined && claim === undefined)
    throw new Error(`the stand-in kubelet can't mount volume ${volume.name} of pod ${pod.metadata.name}`);
  const folder = claim === undefined ? own : claimFolder(scratch, pod.metadata.namespace ?? '', claim);
  mkdirSync(folder, { recursive: true });
  if (claim === undefined) chmodSync(folder, 0o777);
  const group = volumeGroup(pod);
  if (group !== undefined) giveTo(group, folder);
  return folder;
}

/** Where the files of a claim are on this machine. */
export function claimFolder(scratch: string, namespace: string, claim: string): string {
  return join(scratch, 'claims', namespace, claim);
}

/** As fsGroup does; in a user namespace of one user everything is the user's anyway. */
export function giveTo(group: number, folder: string): void {
  try {
    chownSync(folder, 0, group);
    chmodSync(folder, 0o2770);
  } catch {
    chmodSync(folder, 0o777);
  }
}

function filesIn(folder: string, data: Files, items?: readonly KeyToPath[]): string {
  mkdirSync(folder, { recursive: true });
  for (const { key, path } of items ?? Object.keys(data).map((key) => ({ key, path: key }))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data[key] ?? '');
  }
  return folder;
}

function annotationFiles(folder: string, { metadata }: Pod, items: readonly AnnotationFile[]): string {
  mkdirSync(folder, { recursive: true });
  for (const { path, fieldRef } of items) {
    const name = /^metadata\.annotations\['(.*)'\]$/.exec(fieldRef?.fieldPath ?? '')?.[1] ?? '';
    writeFileSync(join(folder, path), metadata.annotations?.[name] ?? '');
  }
  return folder;
}

async function serviceAccount(api: ApiClient, pod: Pod, home: string): Promise<string> {
  const { namespace = 'default' } = pod.metadata;
  const token = await tokenOf(api, namespace, pod.spec.serviceAccountName ?? 'default');
  return filesIn(join(home, 'service-account'), { token, namespace, 'ca.crt': api.access.ca });
}

type Files = Readonly<Record<string, string | Buffer>>;

interface Holder extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

async function filesOf(api: ApiClient, pod: Pod, kind: 'ConfigMap' | 'Secret', name: string): Promise<Files> {
  const path = `${listPath('v1', kind, pod.metadata.namespace)}/${name}`;
  const { data = {}, binaryData = {} } = await api.get<Holder>(path);
  return kind === 'Secret' ? decoded(data) : { ...data, ...decoded(binaryData) };
}

function decoded(data: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
