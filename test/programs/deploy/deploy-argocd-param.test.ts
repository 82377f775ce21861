import { afterEach, describe, expect, it } from 'vitest';
import { type JsonRecord, valueAt } from '../../../src/programs/json-value';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { type Run, runProgram } from '../run-program';
import { image } from '../workload/rollout';

const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/fraud-dev';
const application = (source: object, more: object = {}, metadata: object = {}): JsonRecord => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'fraud-dev', ...metadata },
  spec: { project: 'default', source: { path: 'app', ...source }, syncPolicy: { automated: {} }, ...more },
});

let api: FakeApi;
afterEach(() => api.close());

async function deploy(object: JsonRecord | undefined, environment: Readonly<Record<string, string>>): Promise<Run> {
  api = await fakeApi(object === undefined ? {} : { [path]: object });
  return again(environment);
}
const again = (environment: Readonly<Record<string, string>>): Promise<Run> =>
  runProgram('deploy-argocd-param', {
    ...api.environment,
    NAMESPACE: 'argocd',
    APPLICATION: 'fraud-dev',
    DEPLOYED: image('6'),
    TOKEN: '12',
    DEADLINE_SECONDS: '5',
    ...environment,
  });

const outcomeOf = (run: Run): string => `${run.outputs.outcome} ${run.exit}`;
const source = (): unknown => valueAt(api.objects.get(path), 'spec', 'source');
const patches = () => api.requests.filter(({ method }) => method === 'PATCH');

describe('deploy-argocd-param', () => {
  const kustomize = { KUSTOMIZE_IMAGE: 'ghcr.io/acme/fraud' };

  it.each([
    ['a first image', undefined, []],
    ['an image by tag', ['ghcr.io/acme/fraud:1.0.5'], []],
    ['an image by digest', [image('5')], []],
    ['an image under another name', [`ghcr.io/acme/fraud=mirror/fraud@sha256:${'5'.repeat(64)}`], []],
    [
      'one of several',
      ['redis:7', 'ghcr.io/acme/fraud:1', 'ghcr.io/acme/fraud-web:2'],
      ['redis:7', 'ghcr.io/acme/fraud-web:2'],
    ],
    ['the same twice', ['ghcr.io/acme/fraud:1', 'ghcr.io/acme/fraud:2'], []],
  ])('sets %s of a Kustomization', async (_, images, others) => {
    const run = await deploy(application(images === undefined ? {} : { kustomize: { images } }), kustomize);
    expect(outcomeOf(run)).toBe('deployed 0');
    expect(source()).toEqual({
      path: 'app',
      kustomize: { images: [...others, `ghcr.io/acme/fraud=${image('6')}`] },
    });
    expect(outcomeOf(await again(kustomize))).toBe('unchanged 0');
  });

  it.each([
    ['a first parameter', undefined, []],
    ['a parameter', [{ name: 'image', value: 'old' }], []],
    [
      'one of several',
      [
        { name: 'replicas', value: '2' },
        { name: 'image', value: 'old' },
      ],
      [{ name: 'replicas', value: '2' }],
    ],
  ])('sets %s of a Helm chart', async (_, parameters, others) => {
    const run = await deploy(application(parameters === undefined ? {} : { helm: { parameters } }), {
      HELM_PARAMETER: 'image',
    });
    expect(outcomeOf(run)).toBe('deployed 0');
    expect(source()).toMatchObject({
      helm: { parameters: [...others, { name: 'image', value: image('6'), forceString: true }] },
    });
  });

  it('sets only the digest where the chart wants that', async () => {
    await deploy(application({}), { HELM_PARAMETER: 'image.digest', HELM_VALUE: 'digest' });
    expect(source()).toMatchObject({
      helm: { parameters: [{ name: 'image.digest', value: `sha256:${'6'.repeat(64)}` }] },
    });
  });

  it('leaves the token, and stops where a newer run has been', async () => {
    await deploy(application({}), kustomize);
    expect(api.objects.get(path)?.metadata).toMatchObject({ annotations: { 'cdk8s-mlops/token': '12' } });
    expect(outcomeOf(await again({ ...kustomize, TOKEN: '11' }))).toBe('lost 1');
    expect(patches()).toHaveLength(1);
  });

  it.each<[string, JsonRecord | undefined, Record<string, string>, RegExp]>([
    ['no Application', undefined, kustomize, /^there is no applications\/fraud-dev in namespace argocd$/],
    ['several sources', application({}, { sources: [{}, {}] }), kustomize, /several sources/],
    ['no automated sync', application({}, { syncPolicy: {} }), kustomize, /does not sync by itself/],
    [
      'automated sync that is off',
      application({}, { syncPolicy: { automated: { enabled: false } } }),
      kustomize,
      /does not sync by itself/,
    ],
    [
      'an Application that another one manages',
      application(
        {},
        {},
        { annotations: { 'argocd.argoproj.io/tracking-id': 'apps:argoproj.io/Application:argocd/fraud-dev' } },
      ),
      kustomize,
      /follows Git by Argo CD \(apps\)/,
    ],
    ['no parameter', application({}), {}, /neither KUSTOMIZE_IMAGE nor HELM_PARAMETER is set/],
    ['two', application({}), { ...kustomize, HELM_PARAMETER: 'image' }, /are both set/],
    [
      'a model for an image',
      application({}),
      { ...kustomize, DEPLOYED: 's3://models/fraud/7' },
      /DEPLOYED is no image/,
    ],
    ['a parameter that is none', application({}), { HELM_PARAMETER: 'a=b,c' }, /HELM_PARAMETER: expected a parameter/],
  ])('changes nothing with %s', async (_, object, environment, reason) => {
    const run = await deploy(object, environment);
    expect(run.outputs.reason).toMatch(reason);
    expect(outcomeOf(run)).toBe('error 1');
    expect(patches()).toEqual([]);
  });
});
