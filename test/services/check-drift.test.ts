import { randomBytes, randomUUID } from 'node:crypto';
import { Chart } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Deploy,
  DriftCheck,
  Environment,
  GitOps,
  GitOpsApp,
  MlflowRegistry,
  secretKey,
  VersionProof,
  Workload,
} from '../../src/index';
import { newFile } from '../../src/programs/environment-file/new-file';
import type { Candidate } from '../../src/programs/release/candidate';
import { initialRecord, type ReleaseRecord } from '../../src/programs/release/record';
import { recordData } from '../../src/programs/release/record-data';
import { type ApiClient, apiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { applyAll } from '../cluster/apply';
import { engine } from '../constructs/nouns';
import type { Run } from '../programs/run-program';
import { type Account, makeAccount } from './account';
import { faulty } from './faulty/faulty';
import { troubles } from './faulty/troubles';
import { runInPod } from './run-in-pod';
import { type GitServer, gitUsers, startGitServer } from './servers/git-server';
import { shared } from './shared';
import { type Tracking, trackingAt, trainingRun } from './training-run';

const image = 'ghcr.io/acme/fraud';
const format = { kustomize: image };
const file = 'environments/staging/fraud.yaml';
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const version = (modelVersion: string): Candidate => ({
  modelVersion,
  runId: 'run',
  digest: digest(modelVersion),
  commit: 'c0ffee',
  uri: `s3://models/fraud/${modelVersion}`,
});

let admin: ApiClient;
let git: GitServer;
let tracking: Tracking;
beforeAll(async () => {
  admin = apiClient(await shared('api-server'));
  git = await startGitServer();
  tracking = trackingAt((await shared('mlflow-3')).url);
});
afterAll(() => git.stop());

/** What the construct emits: its rules, and the variables that no Secret holds. */
function emitted(namespace: string) {
  const environment = Environment.of('staging', {
    application: 'fraud',
    namespace,
    url: 'http://fraud.staging.svc.cluster.local',
    proof: VersionProof.http({ path: '/version' }),
    workload: Workload.deployment('fraud'),
    gitOps: GitOps.argocd({ application: 'fraud' }),
    deploy: Deploy.git({
      repository: 'https://git.acme.dev/deployments.git',
      format,
      credentials: { username: gitUsers.reader.username, password: secretKey('git', 'password') },
    }),
  });
  const app = new GitOpsApp();
  const registry = MlflowRegistry.at('http://mlflow.platform.svc.cluster.local:5000', { model: 'fraud' });
  new DriftCheck(new Chart(app, 'c', { namespace }), 'drift', { engine, environment, registry });
  const objects = app.charts.flatMap((chart) => chart.toJson());
  const template = objects
    .find(({ kind }) => kind === 'WorkflowTemplate')
    .spec.templates.find(({ name }: { name: string }) => name === 'compare');
  const env: readonly { name: string; value?: string }[] = template.container.env;
  return {
    rules: objects.filter(({ kind }) => kind === 'Role').flatMap(({ rules }) => rules) as never,
    env: Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
  };
}

interface Place {
  readonly namespace: string;
  readonly account: Account;
  readonly repository: ReturnType<GitServer['create']>;
  readonly env: Readonly<Record<string, string>>;
  readonly model: string;
}

const record = (more: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  ...initialRecord,
  token: 4,
  attempt: 4,
  candidate: version('2'),
  deployed: version('2'),
  good: version('2'),
  ...more,
});

const recordObject = (namespace: string, of: ReleaseRecord | undefined): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'release-fraud-staging', namespace },
    ...(of === undefined ? {} : { data: recordData({ record: of, audit: [] }) }),
  }) as KubeObject;

const deployment = (namespace: string, reference: string): KubeObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'fraud', namespace },
    spec: {
      selector: { matchLabels: { app: 'fraud' } },
      template: { metadata: { labels: { app: 'fraud' } }, spec: { containers: [{ name: 'app', image: reference }] } },
    },
  }) as KubeObject;

/** Everything says version 2. */
async function inStep(): Promise<Place> {
  const namespace = `drift-${randomBytes(4).toString('hex')}`;
  const { rules, env } = emitted(namespace);
  const account = await makeAccount(admin, { namespace, name: 'drift', rules });
  const deployed = `${image}@${digest('2')}`;
  const repository = git.create(randomUUID(), { [file]: newFile(format, { deployed, token: 4 }) });
  const model = randomUUID();
  await tracking.call('registered-models/create', { name: model });
  const run = await trainingRun(tracking);
  for (let i = 0; i < 2; i += 1)
    await tracking.call('model-versions/create', { name: model, source: 's3://models/x', run_id: run });
  await tracking.call('registered-models/alias', { name: model, alias: 'staging', version: '2' });
  await applyAll(admin, [recordObject(namespace, record()), deployment(namespace, deployed)]);
  return { namespace, account, repository, env, model };
}

function run({ account, repository, env, model }: Place, more: Readonly<Record<string, string>> = {}): Promise<Run> {
  const servers = {
    REPOSITORY: repository.url,
    GIT_PASSWORD: gitUsers.reader.password,
    MLFLOW_TRACKING_URI: tracking.url,
    MLFLOW_REGISTERED_MODEL: model,
    DEADLINE_SECONDS: '10',
  };
  return runInPod('check-drift', { ...env, ...servers, ...more }, { account });
}

describe('check-drift, as DriftCheck emits it', () => {
  it('is green when record, git, cluster and registry say the same', async () => {
    const ran = await run(await inStep());
    expect(ran).toMatchObject({ exit: 0, stderr: '', outputs: { outcome: 'in-step', reason: 'version 2 everywhere' } });
    expect(ran.everything).not.toContain(gitUsers.reader.password);
  });

  const drifts: readonly [what: string, change: (place: Place) => unknown, reason: RegExp][] = [
    [
      'somebody edited the file',
      ({ repository }) =>
        repository.commit({ [file]: newFile(format, { deployed: `${image}@${digest('1')}`, token: 4 }) }, 'by hand'),
      /^git \(environments\/staging\/fraud\.yaml\) says .*1{64}, the record sha256:2{64} \(version 2\)$/,
    ],
    [
      'the record was restored from a backup',
      ({ repository }) =>
        repository.commit({ [file]: newFile(format, { deployed: `${image}@${digest('2')}`, token: 9 }) }, 'later'),
      /^git has token 9, the record only 4/,
    ],
    [
      'somebody set the image of the Deployment',
      ({ namespace }) => applyAll(admin, [deployment(namespace, `${image}:latest`)]),
      /^deployment fraud says ghcr\.io\/acme\/fraud:latest, the record sha256:2/,
    ],
    [
      'somebody moved the alias',
      ({ model }) => tracking.call('registered-models/alias', { name: model, alias: 'staging', version: '1' }),
      /^alias staging names version 1, the record 2$/,
    ],
    [
      'somebody removed the alias',
      ({ model }) => tracking.call('registered-models/alias', { name: model, alias: 'staging' }, 'DELETE'),
      /^alias staging names version none, the record 2$/,
    ],
    [
      'the Deployment is gone',
      ({ namespace }) => admin.remove(`/apis/apps/v1/namespaces/${namespace}/deployments/fraud`),
      /^there is no deployment fraud in namespace drift-/,
    ],
  ];
  it.each(drifts)('is red when %s', async (_, change, reason) => {
    const place = await inStep();
    await change(place);
    const ran = await run(place);
    expect(ran).toMatchObject({
      exit: 1,
      stderr: '',
      outputs: { outcome: 'drifted', reason: expect.stringMatching(reason) },
    });
  });

  it('names every difference at once', async () => {
    const place = await inStep();
    await applyAll(admin, [recordObject(place.namespace, record({ deployed: version('1'), good: version('1') }))]);
    const { outputs } = await run(place);
    expect(outputs.reason?.split('; ').map((line) => line.split(' ')[0])).toEqual(['git', 'deployment', 'alias']);
  });

  const quiet: readonly [what: string, state: ReleaseRecord | undefined, outcome: string, reason: RegExp][] = [
    ['nothing was released yet', undefined, 'nothing-released', /records no release yet/],
    [
      'a release is under way',
      record({ phase: 'gating', run: 'r', deployed: version('1') }),
      'busy',
      /under way: gating/,
    ],
    [
      'somebody holds the lock',
      record({ lock: { holder: 'release-x7', expires: Date.now() + 600_000 } }),
      'busy',
      /release-x7 holds the lock/,
    ],
    [
      'a lock has expired',
      record({ lock: { holder: 'release-x7', expires: Date.now() - 1000 } }),
      'in-step',
      /everywhere/,
    ],
  ];
  it.each(quiet)('is green when %s', async (_, state, outcome, reason) => {
    const place = await inStep();
    const { namespace } = place;
    await applyAll(admin, [recordObject(namespace, state)]);
    expect(await run(place)).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: { outcome, reason: expect.stringMatching(reason) },
    });
  });

  it('follows what was approved where that is what the alias stands for', async () => {
    const place = await inStep();
    await applyAll(admin, [recordObject(place.namespace, record({ good: version('1') }))]);
    expect((await run(place)).outputs.outcome).toBe('in-step');
    expect((await run(place, { ALIAS_FOLLOWS: 'good' })).outputs.reason).toBe(
      'alias staging names version 2, the record 1',
    );
  });

  const asked = ['GET .*alias', 'git-upload-pack'] as const;
  const rows = asked.flatMap((on) => Object.entries(troubles).map(([name, fault]) => [on, name, fault] as const));
  it.concurrent.each(rows)('never says in-step or drifted without having seen: %s %s', async (on, _, fault) => {
    const place = await inStep();
    const server = on.startsWith('GET') ? tracking : git;
    const proxy = await faulty(server);
    proxy.inject(fault, { on: new RegExp(on), times: 99 });
    const servers: Record<string, string> = on.startsWith('GET')
      ? { MLFLOW_TRACKING_URI: proxy.url }
      : { REPOSITORY: place.repository.url.replace(git.url, proxy.url) };
    const ran = await run(place, { ...servers, DEADLINE_SECONDS: '2' });
    await proxy.stop();
    expect(ran.stderr).toBe('');
    if (ran.exit === 0) expect(ran.outputs).toMatchObject({ outcome: 'in-step' });
    // MLflow's 404 means that there is no such alias.
    else if (ran.outputs.outcome === 'drifted') expect(ran.outputs.reason).toMatch(/^alias staging names version none/);
    else expect(ran.outputs.outcome).toBe('error');
    expect(ran.everything).not.toContain(gitUsers.reader.password);
  });

  it('does nothing with a record that it does not understand', async () => {
    const place = await inStep();
    const path = `/api/v1/namespaces/${place.namespace}/configmaps/release-fraud-staging`;
    await admin.patch(path, { data: { phase: 'promoted' } }, 'merge');
    const ran = await run(place);
    expect(ran).toMatchObject({
      exit: 1,
      outputs: { outcome: 'error', reason: expect.stringMatching(/'phase' expected idle/) },
    });
  });

  it('names all that is missing or malformed', async () => {
    const { account } = await inStep();
    const ran = await runInPod(
      'check-drift',
      { REPOSITORY: 'ssh://git@x/y', WORKLOAD: 'pod/x', MLFLOW_TRACKING_URI: 'x' },
      { account },
    );
    expect(ran.outputs.reason).toMatch(
      /RECORD: is not set.*REPOSITORY: .*NAMESPACE: is not set; WORKLOAD: .*MLFLOW_TRACKING_URI/s,
    );
    const nothing = await runInPod('check-drift', { RECORD: 'release-a-b', DEADLINE_SECONDS: '5' }, { account });
    expect(nothing.outputs.reason).toMatch(/^nothing to compare the record with/);
  });
});
