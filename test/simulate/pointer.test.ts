import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Check,
  Deploy,
  Environment,
  ObjectStore,
  PromoteOrRevert,
  Promotion,
  pipeline,
  StagingTestGate,
  secretKey,
  text,
  VersionProof,
  WorkflowTemplate,
  Workload,
} from '../../src/index';
import { explore } from '../../src/simulate/explore/explore';
import { createEnvironments, simulate } from '../../src/simulate/index';
import type { KubeObject } from '../../src/simulate/local/cluster/objects';
import { hostAddress } from '../../src/simulate/local/hosts';
import { runLocally } from '../../src/simulate/local/run-locally';
import { succeeds } from '../../src/testing/index';
import { digest, engine, modelVersion } from '../constructs/nouns';
import { startHttpServer } from '../harness/http-server';
import { type FakeStore, fakeStore } from '../programs/s3/fake-store';

const inference = 'inference.flts.svc.cluster.local:8000';
const minio = 'minio.flts.svc.cluster.local:9000';

/** Buckets, a gate whose first check is that the pods have followed, and a decision, in the only environment. */
function manifests(): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace: 'flts' });
  const store = ObjectStore.at(`http://${minio}`, {
    credentials: { accessKeyId: secretKey('minio', 'user'), secretAccessKey: secretKey('minio', 'password') },
  });
  const production = Environment.of('production', {
    application: 'flts',
    namespace: 'flts',
    url: `http://${inference}`,
    proof: VersionProof.http({ path: '/model', field: 'run_id', names: 'run' }),
    workload: Workload.deployment('inference'),
    deploy: Deploy.pointer({ store, bucket: 'model-promotion', key: 'production/current.json' }),
    rolloutDeadline: Duration.seconds(8),
  });
  const promotion = Promotion.within(production, { onError: 'revert' });
  const gate = new StagingTestGate(chart, 'verify-inference', { engine, promotion, checks: [answers] });
  const decision = new PromoteOrRevert(chart, 'decide', { engine, promotion });
  const inputs = {
    modelVersion,
    digest,
    runId: text({ pattern: /[a-z0-9-]+/ }),
    uri: text({ pattern: /[a-z0-9:/.-]+/ }),
  };
  const release = pipeline('release', inputs, (p, candidate) => {
    const buckets = p.step(store.ensureBuckets('init-buckets', { buckets: ['mlflow', 'model-promotion'] }));
    const tested = p.step(gate, candidate, { after: [buckets] });
    p.step(decision, { modelVersion: candidate.modelVersion }, { after: [tested] });
  });
  new WorkflowTemplate(chart, 'release', { engine, pipeline: release });
  return [...chart.toJson(), deployment];
}

const answers = Check.http({ path: '/model', expect: { status: 200 } });
const labels = { app: 'inference' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'inference', namespace: 'flts' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'inference:1' }] } },
  },
};
const candidate = (version: string) => ({
  'model-version': version,
  digest: `sha256:${version.repeat(64)}`,
  'run-id': `run-${version}`,
  uri: `s3://mlflow/0/run-${version}/artifacts/model`,
});

describe('a release by a pointer that is simulated', () => {
  it('leaves what the pointer says in its environment', () => {
    const environments = createEnvironments({ production: '1' });
    const submit = 'release';
    simulate(manifests(), {}, { submit, environments, arguments: candidate('2') });
    expect(environments.state('production')).toMatchObject({ deployed: '2', good: '2', git: '2' });
    const old = { 'wait-rollout': succeeds({ verdict: 'error', reason: 'another version answers' }) };
    const { phase } = simulate(manifests(), old, { submit, environments, arguments: candidate('3') });
    expect(phase).toBe('Failed');
    expect(environments.state('production')).toMatchObject({ deployed: '2', good: '2', git: '2' });
  });

  it('approves nothing untested, and leaves nothing undecided, in every combination of outcomes', () => {
    const found = explore(manifests(), { submit: 'release' });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  }, 600_000);
});

describe('a release by a pointer on this machine', () => {
  let store: FakeStore;
  let folder: string;
  beforeEach(async () => {
    store = await fakeStore();
    folder = mkdtempSync(join(tmpdir(), 'run-pointer-'));
  });
  afterEach(async () => {
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  it('runs the programs against a store and an application at hand', async () => {
    const said = () => JSON.parse(store.objects.get('model-promotion/production/current.json')?.toString() ?? '{}');
    let frozen: string | undefined;
    const pods = await startHttpServer((_, response) =>
      response.end(JSON.stringify({ run_id: frozen ?? said().runId ?? '' })),
    );
    const lines: string[] = [];
    const run = (version: string) =>
      runLocally({
        manifests: manifests() as readonly KubeObject[],
        entry: 'release',
        parameters: candidate(version),
        scenario: {},
        secrets: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'minio' },
            stringData: { user: 'me', password: 'mine' },
          },
        ],
        hosts: [`${minio}=127.0.0.1:${new URL(store.url).port}`, `${inference}=127.0.0.1:${pods.port}`].map(
          hostAddress,
        ),
        state: join(folder, 'state'),
        version: '4.0',
        stop: new AbortController().signal,
        told: { line: (leaf, line) => lines.push(`${leaf.own}: ${line}`), ended: () => undefined },
      });
    try {
      expect((await run('2')).phase, lines.join('\n')).toBe('Succeeded');
      expect([...store.buckets]).toEqual(['mlflow', 'model-promotion']);
      expect(said()).toMatchObject({ modelVersion: '2', runId: 'run-2' });
      frozen = 'run-2';
      expect((await run('3')).phase).toBe('Failed');
      expect(lines.join('\n')).toContain('another version answers: expected run-3, found run-2');
      expect(said()).toMatchObject({ modelVersion: '2', runId: 'run-2' });
      // Both tries and the way back.
      expect([...store.objects.keys()].filter((key) => key.includes('/history/'))).toHaveLength(3);
    } finally {
      await pods.stop();
    }
  }, 90_000);
});
