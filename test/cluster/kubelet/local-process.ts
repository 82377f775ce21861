import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '../api/client';
import { environmentOf, expand } from './environment';
import type { Ended } from './outcome';
import type { Container, Pod, Template } from './pod';
import { type Mounts, mountsOf, trustFile } from './volumes';

/** What the stand-in needs to run pods' programs. */
export interface LocalProcesses {
  /** A folder for the pods' files. */
  readonly scratch: string;
  /** Names that the programs can resolve, beside `localhost`. */
  readonly hosts: Readonly<Record<string, string>>;
  /** A certificate that Node trusts in every image, beside its own, PEM. */
  readonly trusts?: string;
  /** Folders of programs that images bring along. */
  readonly programs?: readonly string[];
  /** What the programs printed, by the pod's name. */
  readonly logs: Map<string, string>;
}

/**
 * Runs the main container as a local process, with the files, env and argv of the pod: in a root folder that has only
 * this machine's programs and what the pod mounts, as the pod's user. Init containers run before it, except Argo's own;
 * when one fails, the main container counts as ended in its way.
 */
export async function runLocally(
  api: ApiClient,
  pod: Pod,
  template: Template,
  place: LocalProcesses,
  stop: AbortSignal,
  kill: AbortSignal,
): Promise<Ended | undefined> {
  const main = pod.spec.containers.find(({ name }) => name === 'main');
  if (main === undefined) throw new Error(`pod ${pod.metadata.name} has no container 'main'`);
  const home = join(place.scratch, 'pods', pod.metadata.uid ?? '');
  const own = (pod.spec.initContainers ?? []).filter(({ name }) => name !== 'init');
  let log = '';
  try {
    for (const container of [...own, main]) {
      const mounts = await mountsOf(api, pod, container, home, place);
      const trust: [string, string][] = place.trusts === undefined ? [] : [['NODE_EXTRA_CA_CERTS', trustFile]];
      const env = { ...(await environmentOf(api, pod, container)), ...Object.fromEntries(trust) };
      const run = await ended(start(pod, container, mounts, env), stop, kill);
      log += run.log;
      place.logs.set(pod.metadata.name, log);
      const { exitCode } = run;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      if (container === main || exitCode !== 0)
        return { kind: 'ended', exitCode, reason, files: outputFiles(template, mounts) };
    }
    return undefined;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function start(pod: Pod, main: Container, mounts: Mounts, env: Readonly<Record<string, string>>): ChildProcess {
  const command = [...afterEmissary(main.command ?? []), ...(main.args ?? [])].map((word) => expand(word, env));
  const user = pod.spec.securityContext?.runAsUser ?? 0;
  const identity = canChangeUser()
    ? [`--userspec=${user}:${pod.spec.securityContext?.fsGroup ?? user}`, '--groups=']
    : [];
  const variables = Object.entries({ PATH: mounts.path, ...env }).map(([name, value]) => `${name}=${value}`);
  const enter = [
    'chroot',
    ...identity,
    mounts.root,
    'env',
    '-i',
    '-C',
    main.workingDir ?? '/',
    ...variables,
    ...command,
  ];
  const prepare = [...mounts.commands, 'exec "$@"'].join(' && ');
  return spawn('unshare', ['--mount', '--', 'sh', '-c', prepare, 'sh', ...enter], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Argo puts its own program before the container's. */
function afterEmissary(command: readonly string[]): readonly string[] {
  return command[0]?.endsWith('/argoexec') ? command.slice(command.indexOf('--') + 1) : command;
}

/** Whether programs run as the pod's user: in a user namespace of one user there is nobody else to become. */
export function canChangeUser(): boolean {
  const [, , count] = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/);
  return Number(count) > 1;
}

function ended(
  child: ChildProcess,
  stop: AbortSignal,
  kill: AbortSignal,
): Promise<{ readonly exitCode: number; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    let killing: NodeJS.Timeout | undefined;
    const terminate = () => {
      child.kill('SIGTERM');
      killing = setTimeout(() => child.kill('SIGKILL'), 30_000);
    };
    const killNow = () => child.kill('SIGKILL');
    if (stop.aborted) terminate();
    stop.addEventListener('abort', terminate, { once: true });
    if (kill.aborted) killNow();
    kill.addEventListener('abort', killNow, { once: true });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => log.push(text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(killing);
      stop.removeEventListener('abort', terminate);
      kill.removeEventListener('abort', killNow);
      const byStop = signal === 'SIGKILL' ? 137 : 143;
      resolve({ exitCode: code ?? byStop, log: log.join('') });
    });
  });
}

/** Content of the files that the template's outputs name. */
function outputFiles({ outputs }: Template, mounts: Mounts): Readonly<Record<string, string>> {
  const entries = (outputs?.parameters ?? []).flatMap(({ name, valueFrom }) => {
    const file = mounts.fileAt(valueFrom?.path ?? '');
    return file !== undefined && existsSync(file) ? [[name, readFileSync(file, 'utf8')] as const] : [];
  });
  return Object.fromEntries(entries);
}
