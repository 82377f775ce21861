import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newFile } from '../../../src/programs/environment-file/new-file';
import { type KubeObject, openObjects } from '../../../src/simulate/local/cluster/objects';
import type { BareRepository } from '../../../src/simulate/local/gitops/bare-repository';
import { follow } from '../../../src/simulate/local/gitops/follow';
import { startLocalGitOps } from '../../../src/simulate/local/gitops/local-gitops';
import { type WrittenEnvironment, writtenEnvironments } from '../../../src/simulate/local/gitops/written-environments';

const folder = mkdtempSync(join(tmpdir(), 'follow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const digest = `sha256:${'a'.repeat(64)}`;
const image = `registry.test/shop@${digest}`;
const commit = 'c'.repeat(40);

const shop: WrittenEnvironment = {
  repository: new URL('https://git.test/shop.git'),
  branch: 'main',
  file: 'environments/staging/shop.yaml',
  format: { helmValues: 'image.reference' },
  image: 'registry.test/shop',
  workload: { namespace: 'shop', name: 'web' },
  gitOps: { controller: 'argocd', namespace: 'argocd', name: 'shop-staging' },
};

let count = 0;
/** What is there after a commit was followed. */
function followed(text: string | undefined, environment: WrittenEnvironment = shop, deployment?: KubeObject) {
  count += 1;
  const objects = openObjects(join(folder, String(count)));
  if (deployment !== undefined) objects.put('shop/deployments/web', deployment);
  const repository: BareRepository = {
    head: () => commit,
    read: () => (text === undefined ? undefined : Buffer.from(text)),
  };
  follow(environment, repository, objects);
  return {
    images: (objects.get('shop/deployments/web') as Deployment | undefined)?.spec.template.spec.containers.map(
      (each) => each.image,
    ),
    application: objects.get('argocd/applications/shop-staging')?.status,
    kustomization: objects.get('argocd/kustomizations/shop-staging')?.status,
  };
}

interface Deployment extends KubeObject {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

const synced = {
  sync: { status: 'Synced', revision: commit },
  health: { status: 'Healthy' },
  operationState: { phase: 'Succeeded', syncResult: { revision: commit } },
};

describe('a commit that says what is deployed', () => {
  it.for([
    ['the value of a chart', { helmValues: 'image.reference' }, image],
    ['a digest in a chart', { helmValues: 'image.digest', value: 'digest' }, digest],
    ['an image of kustomize', { kustomize: 'registry.test/shop' }, image],
  ] as const)('is rolled out from %s', ([, format, deployed]) => {
    const text = newFile(format, { deployed, token: 3 });
    expect(followed(text, { ...shop, format })).toEqual({
      images: [image],
      application: synced,
      kustomization: undefined,
    });
  });

  it('changes only the container of that image', () => {
    const containers = ['proxy:1', 'registry.test/shop:old'].map((each) => ({ name: each, image: each }));
    const deployment = { metadata: { namespace: 'shop', name: 'web' }, spec: { template: { spec: { containers } } } };
    const text = newFile(shop.format, { deployed: image, token: 3 });
    expect(followed(text, shop, deployment).images).toEqual(['proxy:1', image]);
  });

  it('is told as Flux does', () => {
    const gitOps = { controller: 'flux', namespace: 'argocd', name: 'shop-staging' } as const;
    const text = newFile(shop.format, { deployed: image, token: 3 });
    const revision = `main@sha1:${commit}`;
    expect(followed(text, { ...shop, gitOps }).kustomization).toMatchObject({
      lastAppliedRevision: revision,
      conditions: [{ type: 'Ready', status: 'True' }],
    });
    expect(followed('image: [', { ...shop, gitOps }).kustomization).not.toHaveProperty('lastAppliedRevision');
  });

  it('deploys nothing before the file is there', () => {
    expect(followed(undefined)).toEqual({ images: undefined, application: synced, kustomization: undefined });
  });

  it('is not healthy where the file can not be read', () => {
    const { images, application } = followed('image: [');
    expect(images).toBeUndefined();
    expect(application).toMatchObject({ sync: { status: 'OutOfSync' }, health: { status: 'Degraded' } });
  });
});

describe('the environments that a release writes', () => {
  const step = (env: Readonly<Record<string, string>>) => ({
    metadata: { name: 'release' },
    spec: {
      templates: [{ container: { env: Object.entries(env).map(([name, value]) => ({ name, value })) } }],
    },
  });
  const place = { SOURCE_REPOSITORY: 'https://git.test/a%20b.git', SOURCE_BRANCH: 'main', SOURCE_FILE: shop.file };
  const format = { SOURCE_FORMAT: JSON.stringify(shop.format) };

  it('are what all of its steps together are told', () => {
    const gitOps = { SOURCE_GITOPS: 'argocd', SOURCE_GITOPS_OBJECT: 'shop-staging', SOURCE_GITOPS_NAMESPACE: 'argocd' };
    const workload = { SOURCE_WORKLOAD: 'deployment/web', SOURCE_NAMESPACE: 'shop' };
    const images = { IMAGE_REPOSITORY: 'registry.test/shop' };
    const steps = [step({ ...place, ...format }), step({ ...place, ...format, ...gitOps, ...workload, ...images })];
    expect(writtenEnvironments(steps)).toEqual([{ ...shop, repository: new URL(place.SOURCE_REPOSITORY) }]);
  });

  it('can not lie in a folder whose name leads elsewhere', async () => {
    await expect(startLocalGitOps(folder, [step({ ...place, ...format })], [])).rejects.toThrow(
      "the repository git.test/a%20b.git can't be kept in a folder",
    );
  });

  it('are left to whom a host of them is said to be', async () => {
    const known = [{ host: 'git.test', port: undefined, toHost: '127.0.0.1', toPort: 3000 }];
    const gitOps = await startLocalGitOps(folder, [step({ ...place, ...format })], known);
    expect(gitOps.hosts).toEqual([]);
    await gitOps.close();
  });
});
