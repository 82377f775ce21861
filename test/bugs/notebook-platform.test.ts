import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonRecord } from '../../src/programs/json-value';
import { candidate, text } from '../programs/candidate';
import { fakeApi } from '../programs/kubernetes/fake-api';
import { pod } from '../programs/pods/pod';
import { runProgram } from '../programs/run-program';
import { deployment, image, namespace, oldPod, paths, rolledOut } from '../programs/workload/rollout';

// A platform that trains by notebooks and serves from a claim, as it is written by hand. docs/bugs.md lists its mistakes.

const root = join(__dirname, '../../dist-manifests/aiops');

let claim: string;
beforeEach(() => {
  claim = mkdtempSync(join(tmpdir(), 'platform-'));
});
afterEach(() => rmSync(claim, { recursive: true }));

const shell = (script: string) => spawnSync('bash', ['-c', script], { cwd: claim, encoding: 'utf8' });
const write = (path: string, content: string) => {
  mkdirSync(join(claim, path, '..'), { recursive: true });
  writeFileSync(join(claim, path), content);
};
const publish = (run: string, digest: string) =>
  runProgram('publish-model', {
    MODEL_FILE: join(claim, 'trained', 'model.pkl'),
    MODEL_DIGEST: digest,
    MODELS_FOLDER: join(claim, 'models'),
    CLAIM: 'model-storage-pvc',
    MODEL_NAME: 'anomaly',
    RUN: run,
    DEADLINE_SECONDS: '10',
  });
const digestOf = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

describe('a platform by hand', () => {
  it('serves a rejected model at the next restart, since the notebook wrote over the good one; ours never published it', async () => {
    write('models/anomaly/model.pkl', 'good');
    const { status } = shell('echo bad > models/anomaly/model.pkl; ! grep -q bad models/anomaly/model.pkl');
    expect(status).toBe(1);
    expect(readFileSync(join(claim, 'models/anomaly/model.pkl'), 'utf8')).toBe('bad\n');

    rmSync(join(claim, 'models'), { recursive: true });
    mkdirSync(join(claim, 'models'));
    write('trained/model.pkl', 'good');
    expect((await publish('first', digestOf('good'))).outputs.outcome).toBe('published');
    write('trained/model.pkl', 'bad');
    // A file that did not pass has no digest; and that of another one is not enough.
    for (const digest of ['none', '', digestOf('good')]) expect((await publish('second', digest)).exit).toBe(1);
    const folder = join(claim, 'models', 'anomaly');
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual(['1']);
    expect(readFileSync(join(folder, '1', 'model.pkl'), 'utf8')).toBe('good');
  });

  it('trains on made-up data and calls it Prometheus, where nobody looks whether it answers; ours says which it is', async () => {
    const script = 'DATA_SOURCE=prometheus; false || echo "falling back"; echo "trained on $DATA_SOURCE"';
    expect(shell(script)).toMatchObject({ status: 0, stdout: expect.stringContaining('trained on prometheus') });

    const login = await candidate(
      new Proxy({}, { get: () => text('', { status: 302, headers: { location: '/oauth/authorize' } }) }),
    );
    const asked = { DATA_SOURCE: 'prometheus', PROMETHEUS_URL: login.url, DEADLINE_SECONDS: '5' };
    const fallback = await runProgram('check-source', asked);
    expect(fallback.outputs).toMatchObject({ outcome: 'fallback', source: 'synthetic' });
    expect(await runProgram('check-source', { ...asked, REQUIRE_SOURCE: 'true' })).toMatchObject({ exit: 1 });
    await login.close();
  });

  it('ends green when the endpoint answers 500, since its script only prints that; ours has judged', async () => {
    const script = 'code=500; if [ "$code" = 200 ]; then echo works; else echo "failed: $code"; fi';
    expect(shell(script)).toMatchObject({ status: 0, stdout: 'failed: 500\n' });

    const broken = await candidate({ '/v1/models/anomaly:predict': text('boom', { status: 500 }) });
    const run = await runProgram('check-http', {
      URL: broken.url,
      VERSION_PROOF: 'elsewhere',
      REQUEST_PATH: '/v1/models/anomaly:predict',
      EXPECT: '{"status":200}',
      DEADLINE_SECONDS: '5',
    });
    expect(run.outputs).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(/status 500, expected 200/) });
    await broken.close();
  });

  it('is content with an old pod, and with none, after a restart; ours waits for pods that were made for the version', async () => {
    const ready = 'running=$(grep -c Running pods); [ "$running" -ge "$(grep -c . pods)" ] && echo "all $running run"';
    const first = 'head -1 pods | cut -d" " -f1';
    write('pods', 'anomaly-old Running\n');
    expect(shell(ready)).toMatchObject({ status: 0, stdout: 'all 1 run\n' });
    expect(shell(first).stdout).toBe('anomaly-old\n');
    write('pods', '');
    expect(shell(ready)).toMatchObject({ status: 0, stdout: 'all 0 run\n' });

    const wait = async (pods: readonly JsonRecord[]) => {
      const api = await fakeApi({ ...rolledOut(pods), [paths.deployment]: deployment() });
      const run = await runProgram('wait-rollout', {
        ...api.environment,
        STEP: 'wait',
        NAMESPACE: namespace,
        WORKLOAD: 'deployment/fraud',
        GITOPS: 'none',
        VERSION_CONTAINER: 'app',
        DEPLOYED: image('5'),
        DEADLINE_SECONDS: '1',
        POLL_SECONDS: '0.02',
      });
      await api.close();
      return run.outputs.verdict;
    };
    // Old pods that go, and none that come: nobody is let by.
    for (const pods of [[oldPod()], []]) expect(await wait(pods)).not.toBe('pass');
    expect(await wait([{ ...pod(), spec: { containers: [{ name: 'app', image: image('5') }] } }])).toBe('pass');
  });

  it('restarts what serves without knowing that it should not, and claims success, since continue stands in no loop', () => {
    const script = 'if [ ! -e models/anomaly ]; then continue; fi; echo restarted; echo "all models restarted"';
    const { status, stdout, stderr } = shell(script);
    expect(stderr).toMatch(/continue: only meaningful in a/);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'restarted\nall models restarted\n' });
  });

  it('is trained by hand with a command that there is not; ours creates the run that stands beside the pipeline', () => {
    const manifests = new Map(
      readdirSync(join(root, 'self-healing-platform')).map((file) => {
        const object = parse(readFileSync(join(root, 'self-healing-platform', file), 'utf8'));
        return [`${object.kind.toLowerCase()}/${object.metadata.name}`, object] as const;
      }),
    );
    const runbook = readFileSync(join(root, 'RUNBOOK.md'), 'utf8');
    // kubectl makes Jobs of CronJobs only, and knows no --overrides there.
    const fromSchedules = [...runbook.matchAll(/create job --from=(\S+)([^\n]*)/g)];
    expect(fromSchedules.length).toBeGreaterThan(0);
    for (const [, from = '', more = ''] of fromSchedules) {
      expect(from).toMatch(/^cronjob\//);
      expect([...manifests.keys()]).toContain(from);
      expect(more).not.toContain('--');
    }
    const runs = [...runbook.matchAll(/get configmap (\S+-run) -o/g)].map(([, name]) => name);
    expect(runs).toContain('retrain-anomaly-detector-run');
    for (const name of runs) {
      const run = JSON.parse(manifests.get(`configmap/${name}`)?.data['run.json']);
      expect([...manifests.keys()]).toContain(`pipeline/${run.spec.pipelineRef.name}`);
      expect(run.metadata).toHaveProperty('generateName');
    }
    expect(runbook).not.toMatch(/kubectl[^\n]* apply/);
  });

  it('reads every Secret and pastes values into scripts; ours names what it reads, in its own namespace, and has no scripts', () => {
    const objects = readdirSync(join(root, 'self-healing-platform')).map((file) =>
      parse(readFileSync(join(root, 'self-healing-platform', file), 'utf8')),
    );
    const ofCluster = ['nodes', 'namespaces', 'persistentvolumes', 'storageclasses', 'clusterroles', 'crds'];
    const roles = objects.filter(({ kind }) => kind === 'Role');
    expect(roles.length).toBeGreaterThan(3);
    for (const { rules } of roles)
      for (const { resources, resourceNames, verbs } of rules) {
        expect(ofCluster.filter((kind) => resources.includes(kind))).toEqual([]);
        if (!resources.includes('secrets')) continue;
        expect(resourceNames?.length).toBeGreaterThan(0);
        expect(verbs).toEqual(['get']);
      }
    expect(objects.filter(({ kind }) => /^ClusterRole/.test(kind))).toEqual([]);
    const text = JSON.stringify(objects.filter(({ kind }) => kind === 'Task'));
    expect(text).not.toMatch(/"script":/);
    expect(text).not.toMatch(/"image":"[^"]*(:latest|\/[^":@]+)"/);
    // Params are values of variables, or words of our own programs, which take them apart.
    for (const { spec } of objects.filter(({ kind }) => kind === 'Task'))
      for (const { command = [] } of spec.steps)
        if (JSON.stringify(command).includes('$(params.')) expect(command.slice(0, 1)).toEqual(['node']);
  });
});
