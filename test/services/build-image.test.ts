import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Chart } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BaseImage,
  Environment,
  GitOpsApp,
  ImageBuild,
  ImageRepository,
  MlflowRegistry,
  VersionProof,
} from '../../src/index';
import { type ApiClient, ApiError, apiClient } from '../cluster/api/client';
import type { KubeObject } from '../cluster/api/json';
import { listPath } from '../cluster/api/paths';
import { engine } from '../constructs/nouns';
import type { Run } from '../programs/run-program';
import { type Account, makeAccount } from './account';
import { halfRequest, html, lostAnswer, shortened, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { digestOf, ociImage, pushBlob, pushManifest } from './images';
import { runInPod } from './run-in-pod';
import { type GitServer, gitUsers, startGitServer } from './servers/git-server';
import { type Registry, startRegistry } from './servers/registry';
import { shared } from './shared';

let admin: ApiClient;
let git: GitServer;
let registry: Registry;
beforeAll(async () => {
  [git, registry] = await Promise.all([startGitServer(), startRegistry()]);
  admin = apiClient(await shared('api-server'));
});
afterAll(() => Promise.all([git.stop(), registry.stop()]));

/** The rules of the Role that is emitted for the namespace of the builder. */
function rules(): never {
  const app = new GitOpsApp();
  const chart = new Chart(app, 'c', { namespace: 'mlops' });
  new ImageBuild(chart, 'build', {
    engine,
    registry: MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' }),
    images: ImageRepository.at('ghcr.io/acme/fraud'),
    base: BaseImage.kaniko({ repository: 'https://github.com/acme/fraud', namespace: 'fraud-build' }),
    files: { 'data/model.pth': '/app/model.pth' },
    environment: Environment.of('staging', {
      application: 'fraud',
      namespace: 'fraud-staging',
      url: 'http://fraud.fraud-staging.svc.cluster.local',
      proof: VersionProof.http({ path: '/version' }),
    }),
  });
  const roles = app.charts.flatMap((each) => each.toJson()).filter(({ kind }: KubeObject) => kind === 'Role');
  return roles.find(({ metadata }: KubeObject) => metadata.namespace === 'fraud-build').rules as never;
}

interface Place {
  readonly account: Account;
  readonly commit: string;
  readonly repository: string;
  readonly env: Readonly<Record<string, string>>;
}

async function place(): Promise<Place> {
  const namespace = `build-${randomBytes(4).toString('hex')}`;
  const account = await makeAccount(admin, { namespace, name: 'build', rules: rules() });
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  await admin.patch(`/api/v1/namespaces/${namespace}`, { metadata: { labels } });
  const source = git.create(randomUUID(), { Dockerfile: 'FROM scratch\n' });
  const repository = `acme/${randomUUID()}`;
  const commit = source.log()[0]?.hash ?? '';
  const env = {
    REPOSITORY: source.url,
    BRANCH: 'main',
    GIT_USERNAME: gitUsers.reader.username,
    GIT_PASSWORD: gitUsers.reader.password,
    BUILDER: 'kaniko',
    BUILDER_IMAGE: 'ghcr.io/osscontainertools/kaniko:v1.28.3',
    BUILD_NAMESPACE: namespace,
    RESOURCES: '{"requests":{"cpu":"500m","memory":"2Gi"},"limits":{"memory":"3Gi"}}',
    BUILD_SECONDS: '600',
    IMAGE_REPOSITORY: `${registry.host}/${repository}`,
    IMAGE_INSECURE: 'a registry of the tests, on loopback',
    DEADLINE_SECONDS: '20',
    POLL_SECONDS: '0.2',
  };
  return { account, commit, repository, env };
}

const build = (of: Place, more = {}, options = {}): Promise<Run> =>
  runInPod('build-image', { ...of.env, ...more }, { account: of.account, ...options });

async function jobs({ account: { namespace } }: Place): Promise<readonly KubeObject[]> {
  return (await admin.get<{ items: KubeObject[] }>(listPath('batch/v1', 'Job', namespace))).items;
}

async function job(of: Place, not = ''): Promise<KubeObject> {
  for (let look = 0; look < 150; look += 1) {
    const found = (await jobs(of)).find(({ metadata }) => metadata.uid !== not);
    if (found !== undefined) return found;
    await pause(100);
  }
  throw new Error('no Job was made');
}

/** As the Job controller, which is not here, would end it. */
async function end(found: KubeObject, how: 'Complete' | 'Failed', reason = 'BackoffLimitExceeded'): Promise<void> {
  const at = new Date().toISOString();
  const condition = (type: string) => ({
    type,
    status: 'True',
    reason,
    message: 'told by a test',
    lastTransitionTime: at,
  });
  const before = how === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
  const path = `${listPath('batch/v1', 'Job', found.metadata.namespace)}/${found.metadata.name}/status`;
  const status = {
    startTime: at,
    conditions: [condition(before), condition(how)],
    ...(how === 'Complete' ? { completionTime: at, succeeded: 1 } : { failed: 1 }),
  };
  await admin.patch(path, { status });
}

/** What a builder would push. */
async function push({ env, repository, commit }: Place, found: KubeObject, revision = commit): Promise<string> {
  const { args } = (found as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } }).spec
    .template.spec.containers[0] as { args: string[] };
  const destination = args.find((arg) => arg.startsWith('--destination='))?.split('=')[1] ?? '';
  expect(destination.startsWith(`${env.IMAGE_REPOSITORY}:code-${commit}-`)).toBe(true);
  const config = JSON.stringify({ config: { Labels: { 'org.opencontainers.image.revision': revision } } });
  const digest = await pushBlob(registry.url, repository, Buffer.from(config));
  const mediaType = 'application/vnd.oci.image.config.v1+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: ociImage,
    config: { mediaType, digest, size: config.length },
    layers: [],
  });
  await pushManifest(registry.url, repository, destination.split(':').at(-1) ?? '', manifest, ociImage);
  return digestOf(manifest);
}

/** A pod of the Job, with this status of its container. */
async function pod(found: KubeObject, phase: string, state: object): Promise<void> {
  const { namespace, uid = '', name } = found.metadata;
  const template = (found as unknown as { spec: { template: { spec: object } } }).spec.template;
  const metadata = { name: `${name}-x`, namespace, labels: { 'batch.kubernetes.io/controller-uid': uid } };
  await admin.create(listPath('v1', 'Pod', namespace), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: template.spec,
  });
  const status = { name: 'build', image: 'kaniko', imageID: '', ready: false, restartCount: 0, started: false, state };
  await admin.patch(`${listPath('v1', 'Pod', namespace)}/${name}-x/status`, {
    status: { phase, containerStatuses: [status] },
  });
}

describe('build-image, with the Role that is emitted for it', () => {
  it('builds the newest commit by a Job, and finds its image from then on', async () => {
    const of = await place();
    const running = build(of);
    const made = await job(of);
    const digest = await push(of, made);
    await end(made, 'Complete');
    expect(await running).toMatchObject({
      exit: 0,
      stderr: '',
      outputs: { outcome: 'built', digest, commit: of.commit },
    });
    expect(await build(of)).toMatchObject({ exit: 0, outputs: { outcome: 'found', digest, commit: of.commit } });
    expect(await jobs(of)).toHaveLength(1);
  });

  it('waits for the Job that another made, or that it made before it was killed', async () => {
    const of = await place();
    let made: KubeObject | undefined;
    const first = build(of, {}, { kill: { signal: 'SIGKILL', when: job(of).then((found) => (made = found)) } });
    expect((await first).outputs).toMatchObject({ outcome: 'error', reason: 'did not finish' });
    const both = [build(of), build(of)];
    await pause(1500);
    if (made === undefined) throw new Error('no Job');
    const digest = await push(of, made);
    await end(made, 'Complete');
    for (const run of await Promise.all(both))
      expect(run).toMatchObject({ exit: 0, outputs: { outcome: 'built', digest } });
    expect(await jobs(of)).toHaveLength(1);
  });

  it('tells why a build failed, and begins anew when it is started again', async () => {
    const of = await place();
    const running = build(of);
    const made = await job(of);
    await pod(made, 'Failed', { terminated: { exitCode: 137, reason: 'OOMKilled' } });
    await end(made, 'Failed');
    const failed = await running;
    expect(failed).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'failed' } });
    expect(failed.outputs.reason).toMatch(/the build failed: .*memory \(OOMKilled\)/);
    const again = build(of);
    const next = await job(of, made.metadata.uid);
    const digest = await push(of, next);
    await end(next, 'Complete');
    expect(await again).toMatchObject({ exit: 0, outputs: { outcome: 'built', digest } });
  });

  it('tells that a build took too long', async () => {
    const of = await place();
    const running = build(of);
    await end(await job(of), 'Failed', 'DeadlineExceeded');
    expect((await running).outputs).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/DeadlineExceeded/),
    });
  });

  it('does not wait for an image of the builder that has no valid name, and is not in the way of the next build', async () => {
    const of = await place();
    const running = build(of);
    const made = await job(of);
    await pod(made, 'Pending', { waiting: { reason: 'InvalidImageName', message: 'invalid' } });
    const run = await running;
    expect(run.outputs).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/no valid name/) });
    expect(await jobs(of)).toHaveLength(0);
  });

  it('says at its deadline what it waited for', async () => {
    const of = await place();
    const run = await build(of, { DEADLINE_SECONDS: '2' });
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(
      /has no pod yet; namespace build-\w+ must allow the pod security level baseline/,
    );
    const slow = await place();
    const running = build(slow, { DEADLINE_SECONDS: '4' });
    await pod(await job(slow), 'Pending', { waiting: { reason: 'ImagePullBackOff', message: 'manifest unknown' } });
    expect((await running).outputs.reason).toMatch(/image can't be pulled \(ImagePullBackOff\): manifest unknown/);
  });

  it('believes no Job that is complete without the image of that commit', async () => {
    const of = await place();
    const running = build(of);
    const made = await job(of);
    await push(of, made, 'f'.repeat(40));
    await end(made, 'Complete');
    expect((await running).outputs).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/not whole or not of/),
    });
  });

  it('says that there is no such branch', async () => {
    expect((await build(await place(), { BRANCH: 'release' })).outputs).toMatchObject({ outcome: 'absent' });
  });

  it.each(['kaniko', 'buildkit'])(
    'makes a Job of %s that its pod security level admits, and no stricter one',
    async (builder) => {
      const of = await place();
      await build(of, {
        BUILDER: builder,
        DEADLINE_SECONDS: '2',
        PUSH_SECRET: 'registry',
        GIT_SECRET: 'git',
        GIT_SECRET_KEY: 'token',
      });
      const made = await job(of);
      const spec = (made as unknown as { spec: { template: { spec: object } } }).spec.template.spec;
      const admitted = async (level: string): Promise<boolean> => {
        const name = `level-${randomBytes(4).toString('hex')}`;
        const labels = { 'pod-security.kubernetes.io/enforce': level };
        await admin.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
        const metadata = { name: 'build', namespace: name };
        return admin.create(listPath('v1', 'Pod', name), { apiVersion: 'v1', kind: 'Pod', metadata, spec }).then(
          () => true,
          (problem: unknown) => {
            if (problem instanceof ApiError && problem.status === 403) return false;
            throw problem;
          },
        );
      };
      expect(await Promise.all(['restricted', 'baseline', 'privileged'].map(admitted))).toEqual(
        builder === 'kaniko' ? [false, true, true] : [false, false, true],
      );
    },
  );

  const faults = {
    lostAnswer,
    halfRequest,
    500: status(500),
    503: status(503),
    'half a body': shortened,
    HTML: html(),
  };
  const steps = ['GET .*/jobs/', 'POST .*/jobs', 'GET .*/pods'];
  const rows = steps.flatMap((step) => Object.entries(faults).map(([name, fault]) => [step, name, fault] as const));
  it.concurrent.each(rows)(
    'makes one Job and comes to its end when at %s the API server answers with %s',
    async (step, _, fault) => {
      const of = await place();
      const { port, ca } = of.account.api.access;
      const proxy = await faulty({ url: `https://127.0.0.1:${port}`, ca }, { tls: true });
      proxy.inject(fault, { on: new RegExp(step) });
      const first = build(of, {}, { apiServer: { port: proxy.port, ca: proxy.ca ?? '' } });
      // What can't be understood ends it; whoever starts it again finds the Job that was made, or makes it.
      const second = first.then((run) => (run.exit === 0 ? run : build(of)));
      const made = await job(of);
      const digest = await push(of, made);
      await pause(600);
      await end(made, 'Complete');
      expect(await second).toMatchObject({ exit: 0, stderr: '', outputs: { digest, commit: of.commit } });
      await proxy.stop();
      expect(await jobs(of)).toHaveLength(1);
    },
  );

  it('may do no more than it does', async () => {
    const { account } = await place();
    const { namespace } = account;
    const refused = await Promise.allSettled([
      account.api.get(listPath('batch/v1', 'Job', namespace)),
      account.api.get(listPath('v1', 'Secret', namespace)),
      account.api.create(listPath('v1', 'Pod', namespace), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }),
      account.api.get(listPath('v1', 'Pod', 'default')),
      account.api.remove(`${listPath('v1', 'Pod', namespace)}/x`),
    ]);
    for (const call of refused) expect(call).toMatchObject({ status: 'rejected', reason: { status: 403 } });
  });
});
