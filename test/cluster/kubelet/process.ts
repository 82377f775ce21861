import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from './environment';
import { userOf, volumeGroup } from './identity';
import type { Container, Pod } from './pod';
import type { Mounts } from './volumes';

/** Starts a container as a local process, as the user of the pod or its own. */
export function startContainer(
  pod: Pod,
  container: Container,
  mounts: Mounts,
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const command = [...afterEmissary(container.command ?? []), ...(container.args ?? [])].map((word) =>
    expand(word, env),
  );
  const user = userOf(pod, container);
  const identity = canChangeUser() ? [`--userspec=${user}:${volumeGroup(pod) ?? user}`, '--groups='] : [];
  const variables = Object.entries({ PATH: mounts.path, ...env }).map(([name, value]) => `${name}=${value}`);
  const enter = [
    'chroot',
    ...identity,
    mounts.root,
    'env',
    '-i',
    '-C',
    container.workingDir ?? '/',
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

/** Waits for the process; `stop` ends it as a kubelet does, `kill` at once. */
export function ended(
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
    const killNow = () => child.pid !== undefined && killAll(child.pid);
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

/** Kills a process and all that it started, which would live on: a container dies as a whole. */
function killAll(pid: number): void {
  const children = childrenOf(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  for (const child of children) killAll(child);
}

function childrenOf(pid: number): readonly number[] {
  try {
    const tasks = join('/proc', String(pid), 'task');
    return readdirSync(tasks).flatMap((task) =>
      readFileSync(join(tasks, task, 'children'), 'utf8')
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return [];
  }
}
