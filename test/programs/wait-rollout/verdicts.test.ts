import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JsonRecord } from '../../../src/programs/json-value';
import { type Candidate, candidate, inTurn, type Reply, text } from '../candidate';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { condition, container, pod, running, terminated, waiting } from '../pods/pod';
import { type Run, runProgram } from '../run-program';
import { deployment, image, namespace, oldPod, paths, replicaSet, rolledOut } from '../workload/rollout';

const commit = 'c'.repeat(40);
const application = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/fraud-staging';
const kustomization = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/fraud-staging';

const argoCd = (status: object = {}): JsonRecord => ({
  metadata: { name: 'fraud-staging' },
  status: { sync: { status: 'Synced', revision: commit }, health: { status: 'Healthy' }, ...status },
});
const flux = (status: object = {}, spec: object = {}): JsonRecord => ({
  metadata: { name: 'fraud-staging', generation: 2 },
  spec,
  status: {
    observedGeneration: 2,
    lastAppliedRevision: `main@sha1:${commit}`,
    lastAttemptedRevision: `main@sha1:${commit}`,
    conditions: [condition('Ready', 'True', 'ReconciliationSucceeded')],
    ...status,
  },
});

const byArgoCd = {
  GITOPS: 'argocd',
  GITOPS_OBJECT: 'fraud-staging',
  GITOPS_NAMESPACE: 'argocd',
  COMMIT: commit,
};
const byFlux = { ...byArgoCd, GITOPS: 'flux', GITOPS_NAMESPACE: 'flux-system' };

let api: FakeApi;
let app: Candidate;
afterEach(async () => {
  await api.close();
  await app.close();
});

async function start(objects: Readonly<Record<string, JsonRecord>>, version: Reply = text('1.0.5')) {
  app = await candidate({ '/version': version });
  api = await fakeApi({ [application]: argoCd(), [kustomization]: flux(), ...objects });
  return {
    ...api.environment,
    NAMESPACE: namespace,
    WORKLOAD: 'deployment/fraud',
    DEADLINE_SECONDS: '12',
    POLL_SECONDS: '0.02',
    URL: app.url,
    VERSION_PATH: '/version',
    EXPECTED_VERSION: '1.0.5',
    ...byArgoCd,
  };
}

interface Given {
  readonly objects?: Readonly<Record<string, JsonRecord>>;
  readonly version?: Reply;
  readonly environment?: Readonly<Record<string, string>>;
}

async function wait({ objects = rolledOut(), version, environment = {} }: Given = {}): Promise<Run> {
  const started = await start(objects, version);
  const all: Record<string, string> = { ...started, ...environment };
  // An empty variable stands for one that is not there.
  return runProgram('wait-rollout', Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));
}

/** Long enough for a look, for what will not come. */
const inVain = (given: Given): Promise<Run> =>
  wait({ ...given, environment: { DEADLINE_SECONDS: '1.5', ...given.environment } });

const noGitOps = { GITOPS: 'none', GITOPS_OBJECT: '', GITOPS_NAMESPACE: '', COMMIT: '' };
const noHttp = { URL: '', VERSION_PATH: '' };
const verdictOf = (run: Run): string => `${run.outputs.verdict} ${run.exit}`;
const crashed = pod({
  containers: [
    container('app', { state: waiting('CrashLoopBackOff'), lastState: terminated(1, 'Error'), restarts: 3 }),
  ],
});

describe('wait-rollout', () => {
  it.each([
    ['Argo CD', {}],
    ['Flux', byFlux],
    ['no GitOps controller', noGitOps],
  ])('passes with %s when the version is all that runs', async (_, environment) => {
    const run = await wait({ environment });
    expect(run.outputs.reason).toBe('fraud-new runs version 1.0.5 and nothing else does');
    expect(verdictOf(run)).toBe('pass 0');
  });

  it('goes on asking where each pod follows by itself, until none answers with another version', async () => {
    const two = rolledOut([pod(), pod({ metadata: { name: 'fraud-b' } })]);
    const good = text('1.0.5');
    const old = text('1.0.4');
    const version = inTurn(good, good, good, old, ...Array<Reply>(9).fill(good), old, good);
    const run = await wait({ objects: two, version, environment: { ...noGitOps, ANSWERS_PER_POD: '5' } });
    expect(verdictOf(run)).toBe('pass 0');
    // 4 to the first old answer, 10 to the second, 10 that are well.
    expect(app.requests).toHaveLength(24);
  });

  it('is content with one answer where pods are replaced', async () => {
    expect(verdictOf(await wait({ environment: noGitOps }))).toBe('pass 0');
    expect(app.requests).toHaveLength(1);
  });

  it('tells in the evidence when which stage was reached', async () => {
    const { stages } = JSON.parse((await wait()).outputs['evidence.json'] ?? '');
    expect(Object.keys(stages)).toEqual([
      `commit ${commit} is synced`,
      'the new pods are ready and no others run',
      'the version is proven',
    ]);
  });

  it('waits for the commit, then for the pods, then for the version', async () => {
    const before = api;
    const run = wait({
      objects: {
        ...rolledOut([
          pod({ phase: 'Pending', containers: [container('app', { state: waiting('ContainerCreating') })] }),
        ]),
        [application]: argoCd({ sync: { status: 'Synced', revision: 'b'.repeat(40) } }),
        [`${paths.pods}/fraud-old-1`]: oldPod(),
      },
      version: inTurn(text('1.0.4'), text('1.0.4'), text('1.0.5')),
      environment: { DEADLINE_SECONDS: '12' },
    });
    // The program may be slow to start.
    await vi.waitUntil(() => api !== before && api.requests.length > 0, { timeout: 20_000 });
    const later = (milliseconds: number, change: () => void) => setTimeout(change, milliseconds);
    later(400, () => api.objects.set(application, argoCd()));
    later(700, () => api.objects.set(`${paths.pods}/fraud-new-1`, pod()));
    later(1000, () => api.objects.delete(`${paths.pods}/fraud-old-1`));
    const { outputs, stdout } = await run;
    expect(outputs.verdict).toBe('pass');
    expect(stdout).toMatch(/not at our commit[\s\S]*still being created[\s\S]*1 pod of earlier[\s\S]*found 1\.0\.4/);
  });

  it('fails at once when a pod of the candidate crashes, and does not wait for the deadline', async () => {
    const before = Date.now();
    const run = await wait({ objects: rolledOut([crashed]), environment: { DEADLINE_SECONDS: '20' } });
    expect(verdictOf(run)).toBe('fail 0');
    expect(Date.now() - before).toBeLessThan(5000);
  });

  it('fails a candidate whose pods crash although Argo CD calls the application Degraded', async () => {
    const objects = { ...rolledOut([crashed]), [application]: argoCd({ health: { status: 'Degraded' } }) };
    expect(verdictOf(await wait({ objects }))).toBe('fail 0');
  });

  it('does not hold the crash of an old pod against the candidate', async () => {
    const old = oldPod({ containers: [container('app', { lastState: terminated(1, 'Error'), restarts: 1 })] });
    const run = await inVain({ objects: { ...rolledOut(), [`${paths.pods}/fraud-old-1`]: old } });
    expect(run.outputs).toMatchObject({
      verdict: 'error',
      reason: '1 pod of earlier versions still runs beside fraud-new',
    });
  });

  it.each([
    ['Argo CD', { [application]: argoCd({ sync: { status: 'Synced', revision: 'b'.repeat(40) } }) }, {}],
    ['Flux', { [kustomization]: flux({ lastAppliedRevision: `main@sha1:${'b'.repeat(40)}` }) }, byFlux],
  ])(
    'passes where others committed before %s came to our commit, by the image that was deployed',
    async (_, at, by) => {
      const environment = { ...by, DEPLOYED: image('5') };
      const run = await wait({ objects: { ...rolledOut(), ...at }, environment });
      expect(verdictOf(run)).toBe('pass 0');
      const { stages } = JSON.parse(run.outputs['evidence.json'] ?? '');
      expect(Object.keys(stages)[0]).toMatch(/^another commit that deploys the same is synced: .* is at .*b{40}/);
    },
  );

  it('says at the deadline what answered last, not that the deadline cut an answer off', async () => {
    const version: Reply = (response, count, ...rest) => {
      if (count === 0) text('1.0.4')(response, count, ...rest);
    };
    const run = await wait({ version, environment: { DEADLINE_SECONDS: '4' } });
    expect(app.requests.length).toBeGreaterThan(1);
    expect(run.outputs).toMatchObject({
      verdict: 'error',
      reason: expect.stringMatching(/another version answers: .*1\.0\.4/),
    });
  });

  it('does not take the crash of the version before for ours while the controller is at another commit', async () => {
    const objects = {
      ...rolledOut([crashed]),
      [application]: argoCd({ sync: { status: 'Synced', revision: 'b'.repeat(40) } }),
    };
    const run = await inVain({ objects, environment: { DEPLOYED: image('6') } });
    expect(run.outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/not at our commit/) });
  });

  it('does not look at pods before the commit is there: they are of the version before', async () => {
    const objects = {
      ...rolledOut([crashed]),
      [application]: argoCd({ sync: { status: 'OutOfSync', revision: commit } }),
    };
    const run = await inVain({ objects });
    expect(verdictOf(run)).toBe('error 1');
    expect(api.requests.some(({ path }) => path.startsWith(paths.pods))).toBe(false);
  });

  it('does not blame anybody for a crash where nothing tells whose pods those are', async () => {
    const run = await inVain({ objects: rolledOut([crashed]), environment: noGitOps });
    expect(verdictOf(run)).toBe('error 1');
  });

  it('blames the candidate where the image that was deployed tells', async () => {
    const environment = { ...noGitOps, DEPLOYED: image('5') };
    expect(verdictOf(await wait({ objects: rolledOut([crashed]), environment }))).toBe('fail 0');
  });

  it.each<[string, Given, RegExp]>([
    [
      'our commit is not synced',
      { objects: { ...rolledOut(), [application]: argoCd({ sync: { status: 'Synced', revision: 'b'.repeat(40) } }) } },
      new RegExp(`^Argo CD is at b{40}, not at our commit ${commit}$`),
    ],
    [
      'Argo CD could not apply our commit',
      {
        objects: {
          ...rolledOut(),
          [application]: argoCd({
            sync: { status: 'OutOfSync', revision: commit },
            operationState: { phase: 'Failed', message: 'one or more objects failed to apply' },
          }),
        },
      },
      /^Argo CD calls our commit OutOfSync; its last sync failed: one or more objects failed to apply$/,
    ],
    [
      'Argo CD has seen nothing yet',
      { objects: { ...rolledOut(), [application]: { metadata: { name: 'fraud-staging' } } } },
      /^Argo CD is at nothing yet/,
    ],
    [
      'the application is not healthy for another reason',
      { objects: { ...rolledOut(), [application]: argoCd({ health: { status: 'Progressing', message: 'Ingress' } }) } },
      /^Argo CD calls the application Progressing: Ingress$/,
    ],
    [
      'Flux is at another commit',
      {
        environment: byFlux,
        objects: {
          ...rolledOut(),
          [kustomization]: flux({
            lastAppliedRevision: `main@sha1:${'b'.repeat(40)}`,
            conditions: [condition('Ready', 'False', 'BuildFailed', 'kustomize build failed')],
          }),
        },
      },
      /^Flux is at main@sha1:b{40}, not at our commit c{40}: BuildFailed kustomize build failed$/,
    ],
    [
      'Flux is suspended',
      {
        environment: byFlux,
        objects: { ...rolledOut(), [kustomization]: flux({ lastAppliedRevision: 'main@sha1:0' }, { suspend: true }) },
      },
      /it is suspended/,
    ],
    [
      'Flux has a commit that only begins like ours',
      {
        environment: byFlux,
        objects: { ...rolledOut(), [kustomization]: flux({ lastAppliedRevision: `main@sha1:${commit}c` }) },
      },
      /not at our commit/,
    ],
    [
      'Flux is not ready',
      {
        environment: byFlux,
        objects: {
          ...rolledOut(),
          [kustomization]: flux({ conditions: [condition('Ready', 'Unknown', 'Progressing', 'Running')] }),
        },
      },
      /^Flux does not call it ready: Progressing Running$/,
    ],
    [
      'another version answers',
      { version: text('1.0.4') },
      /healthy, but another version answers: expected 1\.0\.5, found 1\.0\.4/,
    ],
    [
      'the version is longer than ours',
      { version: text('1.0.51') },
      /another version answers: expected 1\.0\.5, found 1\.0\.51/,
    ],
    [
      'nothing answers',
      { version: text('', { status: 503 }) },
      /healthy, but version 1\.0\.5 does not answer: status 503/,
    ],
    [
      'the Deployment is defined to run another image',
      { environment: { DEPLOYED: image('6') } },
      /^fraud-new is defined to run ghcr.io\/acme\/fraud@sha256:5{64}, not sha256:6{64}$/,
    ],
    [
      'a pod finds no node',
      {
        objects: rolledOut([
          pod({
            phase: 'Pending',
            containers: [],
            declared: ['app'],
            conditions: [condition('PodScheduled', 'False', 'Unschedulable', 'Insufficient cpu')],
          }),
        ]),
      },
      /no node takes it \(Unschedulable\): Insufficient cpu/,
    ],
    [
      'pods of an older version still run',
      { objects: { ...rolledOut(), [`${paths.pods}/fraud-old-1`]: oldPod() } },
      /1 pod of earlier versions still runs/,
    ],
    [
      'the Deployment is paused',
      { objects: { ...rolledOut(), [paths.deployment]: deployment({ spec: { paused: true } }) } },
      /paused/,
    ],
  ])('ends with error when %s at the deadline', async (_, given, reason) => {
    const run = await inVain(given);
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe('error 1');
  });

  it('fails a commit that Flux has applied and whose health checks fail', async () => {
    const checked = flux({
      lastAppliedRevision: `main@sha1:${'b'.repeat(40)}`,
      conditions: [condition('Ready', 'False', 'HealthCheckFailed', 'timeout waiting for Deployment/fraud')],
    });
    const run = await wait({ environment: byFlux, objects: { ...rolledOut([crashed]), [kustomization]: checked } });
    expect(verdictOf(run)).toBe('fail 0');
  });

  it('takes Flux’s older way to write a revision', async () => {
    const objects = { ...rolledOut(), [kustomization]: flux({ lastAppliedRevision: `main/${commit}` }) };
    expect(verdictOf(await wait({ environment: byFlux, objects }))).toBe('pass 0');
  });

  it('does not wait for old pods that are leaving', async () => {
    const leaving = oldPod({ metadata: { deletionTimestamp: '2026-11-20T10:00:00Z' } });
    expect(verdictOf(await wait({ objects: { ...rolledOut(), [`${paths.pods}/fraud-old-1`]: leaving } }))).toBe(
      'pass 0',
    );
  });

  it('ends with error when the Application does not exist', async () => {
    const run = await wait({ environment: { GITOPS_OBJECT: 'other' } });
    expect(run.outputs.reason).toBe('there is no applications/other in namespace argocd');
    expect(verdictOf(run)).toBe('error 1');
  });

  it('names all that is wrong with what it is given', async () => {
    const run = await wait({
      environment: {
        COMMIT: 'main',
        GITOPS: 'helm',
        WORKLOAD: 'pod/x',
        DEADLINE_SECONDS: '',
        EXPECTED_VERSION: '$(id)',
      },
    });
    for (const name of ['COMMIT', 'GITOPS', 'WORKLOAD', 'DEADLINE_SECONDS', 'EXPECTED_VERSION'])
      expect(run.outputs.reason).toContain(`${name}: `);
  });

  it.each([
    [{ COMMIT: '' }, /GITOPS is argocd, which needs GITOPS_OBJECT, GITOPS_NAMESPACE and COMMIT/],
    [{ ...noGitOps, COMMIT: commit }, /GITOPS is none, but/],
    [noHttp, /exactly one of VERSION_PATH, VERSION_LABEL/],
    [{ VERSION_LABEL: 'version' }, /exactly one of/],
    [{ ...noHttp, VERSION_CONTAINER: 'app' }, /VERSION_CONTAINER needs the image in DEPLOYED/],
    [{ ...noHttp, VERSION_MODEL: 'address', DEPLOYED: image('5') }, /VERSION_MODEL needs the address of the model/],
    [{ EXPECTED_VERSION: '' }, /EXPECTED_VERSION is not set/],
    [{ URL: '' }, /VERSION_PATH needs URL/],
  ])('refuses what contradicts itself: %j', async (environment, reason) => {
    const run = await wait({ environment });
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe('error 1');
  });
});

describe('a version that pods show', () => {
  const labelled = (version: string, name = 'fraud-new-1') =>
    pod({ name, metadata: { labels: { app: 'fraud', 'app.kubernetes.io/version': version } } });
  const byLabel = { ...noHttp, VERSION_LABEL: 'app.kubernetes.io/version' };

  it('passes when every pod shows it in a label', async () => {
    const objects = rolledOut([labelled('1.0.5'), labelled('1.0.5', 'fraud-new-2')]);
    expect(verdictOf(await wait({ objects, environment: byLabel }))).toBe('pass 0');
  });

  it.each([
    ['another', [labelled('1.0.51')], /another version runs: pod fraud-new-1 shows 1\.0\.51, expected 1\.0\.5/],
    ['none', [pod()], /shows nothing in labels app\.kubernetes\.io\/version/],
    ['another in one of two', [labelled('1.0.5'), labelled('1.0.4', 'fraud-new-2')], /pod fraud-new-2 shows 1\.0\.4/],
    ['none, since there are no pods', [], /there is no pod that could show its version/],
  ])('is not proven by %s', async (_, pods, reason) => {
    const run = await inVain({ objects: rolledOut(pods), environment: byLabel });
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe('error 1');
  });

  it('can be an annotation', async () => {
    const one = pod({ metadata: { labels: { app: 'fraud' }, annotations: { 'mlops/model': '1.0.5' } } });
    const environment = { ...noHttp, VERSION_ANNOTATION: 'mlops/model' };
    expect(verdictOf(await wait({ objects: rolledOut([one]), environment }))).toBe('pass 0');
  });

  const runningImage = (asked: string, runs: string): JsonRecord => {
    const one = pod({ containers: [{ ...container('app', { state: running }), imageID: runs, ready: true }] });
    return { ...one, spec: { containers: [{ name: 'app', image: asked }] } };
  };
  const byImage = { ...noHttp, EXPECTED_VERSION: '', VERSION_CONTAINER: 'app', DEPLOYED: image('5') };

  it.each([
    ['the digest that it was asked for', image('5'), 'sha256:config', 'pass 0'],
    ['that digest from a mirror', image('5').replace('ghcr.io', 'mirror.example.com'), '', 'pass 0'],
    ['that digest, though the runtime names its platform’s', image('5'), image('7'), 'pass 0'],
    ['a tag that is that digest', 'ghcr.io/acme/fraud:1.0.5', image('5'), 'pass 0'],
    ['a tag that is another digest', 'ghcr.io/acme/fraud:1.0.5', image('6'), 'error 1'],
    ['another digest', image('6'), image('5'), 'error 1'],
    ['nobody knows what', 'ghcr.io/acme/fraud:1.0.5', '', 'error 1'],
  ])('can be an image: %s', async (_, asked, runs, verdict) => {
    expect(
      verdictOf(
        await (verdict === 'pass 0' ? wait : inVain)({
          objects: rolledOut([runningImage(asked, runs)]),
          environment: byImage,
        }),
      ),
    ).toBe(verdict);
  });
});

describe('a proof again, after the checks', () => {
  const again = (given: Given = {}) => wait({ ...given, environment: { STEP: 'again', ...given.environment } });

  it('passes while commit and version are ours', async () => {
    const run = await again();
    expect(run.outputs.reason).toBe('fraud-new still runs version 1.0.5');
    expect(verdictOf(run)).toBe('pass 0');
  });

  it('is not disturbed by a commit that does not change what was deployed', async () => {
    const later = argoCd({ sync: { status: 'Synced', revision: 'd'.repeat(40) } });
    const objects = { ...rolledOut(), [application]: later };
    expect(verdictOf(await again({ objects, environment: { DEPLOYED: image('5') } }))).toBe('pass 0');
    expect((await again({ objects, environment: { DEPLOYED: image('6') } })).outputs.reason).toMatch(
      /is defined to run/,
    );
  });

  it('is not disturbed by a controller that flickers', async () => {
    const flickering = argoCd({ sync: { status: 'OutOfSync', revision: commit }, health: { status: 'Progressing' } });
    expect(verdictOf(await again({ objects: { ...rolledOut(), [application]: flickering } }))).toBe('pass 0');
  });

  it.each<[string, Given, RegExp]>([
    [
      'somebody pushed another commit',
      { objects: { ...rolledOut(), [application]: argoCd({ sync: { status: 'Synced', revision: 'd'.repeat(40) } }) } },
      /what was checked is not what runs: Argo CD is at d{40}/,
    ],
    ['another version answers', { version: text('1.0.6') }, /the version changed during the check/],
    [
      'one of its pods answers with another version',
      {
        version: inTurn(text('1.0.5'), text('1.0.5'), text('1.0.4')),
        environment: { ANSWERS_PER_POD: '5' },
      },
      /the version changed during the check/,
    ],
    ['nothing answers', { version: text('', { status: 500 }) }, /could not be proven again/],
    [
      'the Deployment was changed',
      {
        environment: { DEPLOYED: image('5') },
        objects: { ...rolledOut(), [`${paths.replicaSets}/fraud-new`]: replicaSet('new', { image: image('6') }) },
      },
      /is defined to run/,
    ],
  ])('ends with error when %s', async (_, given, reason) => {
    const run = await again(given);
    expect(run.outputs.reason).toMatch(reason);
    expect(verdictOf(run)).toBe('error 1');
  });
});
