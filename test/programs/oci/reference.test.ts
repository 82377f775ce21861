import { describe, expect, it } from 'vitest';
import { repositoryName, sha256Digest, tagName, tagOrDigest } from '../../../src/programs/oci/reference';

const digest = `sha256:${'a1'.repeat(32)}`;

describe('a repository', () => {
  it.each([
    ['ghcr.io/acme/fraud', 'ghcr.io', 'acme/fraud'],
    ['registry.mlops.svc.cluster.local:5000/app', 'registry.mlops.svc.cluster.local:5000', 'app'],
    ['localhost:5000/a/b/c', 'localhost:5000', 'a/b/c'],
    ['localhost/a', 'localhost', 'a'],
    ['registry:5000/app', 'registry:5000', 'app'],
    ['10.1.2.3/app__x/y-z.w', '10.1.2.3', 'app__x/y-z.w'],
    ['docker.io/library/python', 'docker.io', 'library/python'],
  ])('is %s', (text, host, path) => {
    expect(repositoryName(text)).toEqual({ host, path });
  });

  it.each([
    '',
    'python',
    'library/python',
    'ghcr.io',
    'ghcr.io/',
    'ghcr.io/acme/fraud:1',
    `ghcr.io/acme/fraud@${digest}`,
    'https://ghcr.io/acme/fraud',
    'user:password@ghcr.io/acme/fraud',
    'ghcr.io/Acme/fraud',
    'ghcr.io/../fraud',
    'ghcr.io/acme//fraud',
    'ghcr.io/acme/fraud?x=1',
    'ghcr.io/acme/fraud#x',
    'ghcr.io/acme/{{inputs.parameters.x}}',
    'ghcr.io:99999999/x',
    'ghcr.io/acme/fraud\n',
    `ghcr.io/${'a'.repeat(250)}`,
  ])('is not %j', (text) => {
    expect(() => repositoryName(text)).toThrow(/expected a registry and a repository, without tag/);
  });

  it('of Docker Hub is written in full', () => {
    expect(() => repositoryName('docker.io/python')).toThrow('write docker.io/library/python');
  });
});

it('a tag and a digest are told apart', () => {
  expect([tagOrDigest('1.0.1'), tagOrDigest(digest)]).toEqual(['1.0.1', digest]);
  for (const wrong of ['', '.1', 'a/b', '../x', 'a:b', digest.toUpperCase(), `${digest}0`, 'md5:abc', 'x'.repeat(129)])
    expect(() => tagOrDigest(wrong)).toThrow(/expected/);
  expect(() => tagName(digest)).toThrow(/expected a tag/);
  expect(() => sha256Digest('latest')).toThrow(/expected a digest/);
});
