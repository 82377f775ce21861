import { spawnSync } from 'node:child_process';

/**
 * The start of a command line that runs the rest in namespaces of its own: a network with loopback only, processes that
 * all end with the first, and mounts that nobody else sees. The kernel takes everything away when the caller dies.
 */
export function isolated(scratch: string): readonly string[] {
  const inside = `mount -t tmpfs -o size=4g scratch '${scratch}' && ip link set lo up && exec "$@"`;
  return ['setpriv', '--pdeathsig', 'KILL', ...unshare(), 'sh', '-c', inside, 'sh'];
}

/** Why that can't be done on this machine, or undefined. */
export function notIsolable(): string | undefined {
  if (process.platform !== 'linux') return `network namespaces need Linux, this is ${process.platform}`;
  const [program = '', ...args] = ['setpriv', '--pdeathsig', 'KILL', ...unshare(), 'ip', 'link', 'set', 'lo', 'up'];
  const tried = spawnSync(program, args, { encoding: 'utf8' });
  if (tried.error === undefined && tried.status === 0) return undefined;
  const said = tried.error?.message ?? tried.stderr.trim();
  return `namespaces can't be made (needs root or user namespaces, util-linux 2.33 and iproute2): ${said}`;
}

function unshare(): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...asRoot, '--net', '--pid', '--mount', '--fork', '--kill-child=KILL', '--mount-proc', '--'];
}
