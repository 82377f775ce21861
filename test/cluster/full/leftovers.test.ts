import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

const root = join(__dirname, '..', '..', '..');
const { npm_lifecycle_event: _, ...env } = process.env;

/** What an instance of the servers could leave behind on this machine. */
interface Traces {
  readonly processes: readonly string[];
  readonly networks: readonly string[];
  readonly addresses: string;
  readonly mounts: string;
}

function traces(): Traces {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const of = (read: (pid: string) => string) =>
    pids.flatMap((pid) => {
      try {
        return [read(pid)];
      } catch {
        return [];
      }
    });
  const servers = of((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).filter((line) =>
    /kube-apiserver|etcd\0|workflow-controller|test\/cluster\/(main|up)\.ts/.test(line),
  );
  return {
    processes: servers.sort(),
    networks: [...new Set(of((pid) => readlinkSync(`/proc/${pid}/ns/net`)))].sort(),
    addresses: execFileSync('ip', ['-oneline', 'address'], { encoding: 'utf8' }),
    mounts: readFileSync('/proc/self/mounts', 'utf8'),
  };
}

async function up(): Promise<ChildProcess> {
  const driver = spawn('node', ['--import', 'tsx', 'test/cluster/main.ts', 'up'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  driver.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  while (!printed.includes('cluster: up')) {
    if (driver.exitCode !== null) throw new Error(`the driver ended: ${printed}`);
    await sleep(100);
  }
  return driver;
}

it.for(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'leaves no process, address, mount or network behind after %s',
  { timeout: 120_000 },
  async (signal) => {
    const before = traces();
    const driver = await up();
    expect(traces().processes.length).toBe(before.processes.length + 6);
    driver.kill(signal);
    await once(driver, 'exit');
    await expect.poll(traces, { timeout: 10_000 }).toEqual(before);
  },
);
