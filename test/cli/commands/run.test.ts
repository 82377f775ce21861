import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseManifests } from '../../simulate/local/release';
import { type Laptop, laptop } from '../../simulate/local/servers';
import { typed } from '../typed';

const folder = mkdtempSync(join(tmpdir(), 'run-local-'));
const state = join(folder, 'state');
let servers: Laptop;

beforeAll(async () => {
  servers = await laptop(state);
  mkdirSync(join(folder, 'manifests'));
  for (const [i, each] of releaseManifests().entries())
    writeFileSync(join(folder, 'manifests', `${i}.json`), JSON.stringify(each));
  writeFileSync(
    join(folder, 'secrets.yaml'),
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: mlflow\nstringData:\n  token: tracking\n',
  );
});
afterAll(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true });
});

/** What is typed for a release of a version, whose training the scenario answers. */
function typedRelease(version: string, hosts: readonly string[]): readonly string[] {
  const scenario = join(folder, 'scenario.yaml');
  const outputs = { 'model-version': version, digest: servers.digest(version), accuracy: '0.9' };
  writeFileSync(
    scenario,
    JSON.stringify({ train: { outputs }, evaluate: { outputs: { verdict: 'pass', reason: '' } } }),
  );
  return [
    ...['run', '--local', join(folder, 'manifests'), '--entry', 'nightly', '--scenario', scenario, '--state', state],
    ...['--secrets', join(folder, 'secrets.yaml')],
    ...hosts.flatMap((host) => ['--host', host]),
  ];
}

function release(version: string, { secrets = true, hosts = servers.hosts } = {}) {
  const args = typedRelease(version, hosts);
  return typed(secrets ? args : args.filter((_, i) => args[i] !== '--secrets' && args[i - 1] !== '--secrets'));
}

function stored(namespace: string, resource: string, name: string) {
  return JSON.parse(readFileSync(join(state, 'objects', namespace, resource, `${name}.json`), 'utf8'));
}

describe('run --local', () => {
  it('promotes a version that passes, with the real programs, and the record says so', async () => {
    const { code, out, err } = await release('7');
    expect(code, err).toBe(0);
    expect(out).toContain('outcome="promoted"');
    for (const place of ['staging', 'production']) {
      const { spec } = stored(`fraud-${place}`, 'deployments', 'fraud');
      expect(spec.template.spec.containers[0].image).toContain(servers.digest('7'));
      expect(servers.aliases.get(place)).toBe('7');
    }
    const { data } = stored('mlops', 'configmaps', 'release-fraud-production');
    expect(JSON.parse(data.good)).toMatchObject({ modelVersion: '7', digest: servers.digest('7') });
    expect(data).toMatchObject({ phase: 'idle', deployed: data.good });
  }, 60_000);

  it('reverts a version that fails, and ends with 1', async () => {
    servers.bad.add('8');
    const { code, out, err } = await release('8');
    expect(code, err).toBe(1);
    expect(out).toContain('outcome="reverted"');
    for (const place of ['staging', 'production']) {
      const { spec } = stored(`fraud-${place}`, 'deployments', 'fraud');
      expect(spec.template.spec.containers[0].image).toContain(servers.digest('7'));
      expect(servers.aliases.get(place)).toBe('7');
    }
  }, 60_000);

  it('says which Secret is missing, and where to write it', async () => {
    const { code, err } = await release('9', { secrets: false });
    expect(code).toBe(1);
    expect(err).toContain(
      "begin-gate: there is no Secret 'mlflow' of namespace 'mlops': write it into the file of --secrets",
    );
  });

  it('says which address it was not told, before anything waits for it', async () => {
    const { code, err } = await release('9', { hosts: servers.hosts.filter((host) => !host.startsWith('mlflow')) });
    expect(code).toBe(1);
    expect(err).toContain(
      'nobody says where mlflow.mlops.svc.cluster.local:5000 is on this machine: add --host mlflow.mlops.svc.cluster.local:5000=127.0.0.1:<port>',
    );
  }, 60_000);

  it('ended in the middle leaves no process and no file behind', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'run-local-tmp-'));
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...typedRelease('9', servers.hosts)], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve) => {
      servers.instead = resolve;
      void ended.then(() => resolve());
    });
    const during = processesIn(temporary);
    child.kill('SIGTERM');
    expect(await ended, said).toBe(1);
    expect(during, said).toHaveLength(1);
    expect(processesIn(temporary)).toEqual([]);
    expect(said).toContain('terminated by SIGTERM before it could finish');
    expect(readdirSync(temporary).filter((name) => name.startsWith('cdk8s-mlops-'))).toEqual([]);
    rmSync(temporary, { recursive: true });
  }, 60_000);

  it.each([
    ['', [], 'run works on this machine only; write run --local'],
    ['a host without an address', ['--local', '--host', 'mlflow'], "'mlflow' is no host: write name=address"],
    ['a parameter without a value', ['--local', '-p', 'size'], "--parameter is 'size'; write name=value"],
    [
      'a folder that can not be made',
      ['--local', join(folder, 'manifests'), '--state', '/dev/null/x'],
      "/dev/null/x, can't be written to (ENOTDIR)",
    ],
  ])('refuses what it can not do: %s', async (_, args, message) => {
    const { code, err } = await typed(['run', ...args]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });
});

/** Ids of the processes of this machine whose command line names a folder. */
function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(folder);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}
