import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../src/simulate/local/cluster/objects';
import { hostAddress } from '../../../src/simulate/local/hosts';
import { runLocally } from '../../../src/simulate/local/run-locally';
import { succeeds } from '../../../src/testing/index';
import { committed } from '../../synthesized';
import { type Laptop, laptop, type Released } from './servers';

const gourmetgram: Released = {
  image: 'gourmetgram-app',
  model: 'GourmetGramFood11Model',
  authorization: undefined,
  places: [place('staging', 8082), place('canary', 8081)],
  mlflow: 'mlflow.gourmetgram-platform.svc.cluster.local:8000',
  registry: 'registry.kube-system.svc.cluster.local:5000',
};

function place(name: string, port: number) {
  const namespace = `gourmetgram-${name}`;
  const deployment = 'gourmetgram-app';
  return { namespace, deployment, address: `${deployment}.${namespace}.svc.cluster.local:${port}` };
}

const manifests = [...committed('gourmetgram')]
  .filter(([file]) => file.endsWith('.yaml'))
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJSON() as KubeObject));
const secrets = [
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'deployments-git' }, stringData: { token: 'nobody asks' } },
];

const folder = mkdtempSync(join(tmpdir(), 'run-gitops-'));
const state = join(folder, 'state');
const repository = join(state, 'git', 'github.com', 'gourmetgram', 'gourmetgram-deployments.git');
let servers: Laptop;
beforeAll(async () => {
  servers = await laptop(state, gourmetgram);
});
afterAll(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true });
});

/** A night of gourmetgram: what this machine has no servers for is told. */
async function night(version: string) {
  const digest = servers.digest(version);
  const lines: string[] = [];
  const run = await runLocally({
    manifests,
    entry: 'cron-train',
    parameters: {},
    scenario: {
      'register-model': succeeds({ outcome: 'registered', 'model-version': version, digest }),
      'build-code': succeeds({ outcome: 'built', digest }),
      'append-layer': succeeds({ outcome: 'appended', digest }),
      'check-pods': succeeds({ verdict: 'pass' }),
      'check-load-predict': succeeds({ verdict: 'pass' }),
      'check-pods-again': succeeds({ verdict: 'pass' }),
    },
    secrets,
    hosts: servers.hosts.map(hostAddress),
    state,
    version: '4.0',
    stop: new AbortController().signal,
    told: { line: (leaf, text) => lines.push(`${leaf.own}: ${text}`), ended: () => undefined },
  });
  return { run, said: `${lines.join('\n')}\n${JSON.stringify(run.findings)}` };
}

const inGit = (environment: string): string =>
  execFileSync(
    'git',
    ['--git-dir', repository, 'cat-file', 'blob', `main:environments/${environment}/gourmetgram.yaml`],
    {
      encoding: 'utf8',
    },
  );
const record = (environment: string): Readonly<Record<string, string>> =>
  JSON.parse(
    readFileSync(join(state, 'objects', 'argo', 'configmaps', `release-gourmetgram-${environment}.json`), 'utf8'),
  ).data;

describe('gourmetgram on this machine, deployed by git', () => {
  it('is promoted to canary, with the real programs and a real repository', async () => {
    const { run, said } = await night('7');
    expect(run.phase, said).toBe('Succeeded');
    for (const environment of ['staging', 'canary']) {
      expect(inGit(environment)).toContain(servers.digest('7'));
      expect(JSON.parse(record(environment).good ?? '')).toMatchObject({ modelVersion: '7' });
      expect(servers.aliases.get(environment)).toBe('7');
    }
  }, 90_000);

  it('goes back in git, too, when a version does not pass', async () => {
    servers.bad.add('8');
    const { run, said } = await night('8');
    expect(run.phase, said).toBe('Failed');
    expect(said).toMatch(/check-http: .*500/);
    expect(inGit('staging')).toContain(servers.digest('7'));
    expect(record('staging').rejected).toBe(`8 ${servers.digest('8')}\n`);
    expect(servers.aliases.get('staging')).toBe('7');
    const subjects = execFileSync('git', ['--git-dir', repository, 'log', '--format=%s', 'main'], { encoding: 'utf8' });
    expect(subjects.trim().split('\n')).toHaveLength(5);
  }, 90_000);
});
