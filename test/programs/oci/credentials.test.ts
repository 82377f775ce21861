import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dockerCredentials } from '../../../src/programs/oci/credentials';
import { repositoryName } from '../../../src/programs/oci/reference';

const folder = mkdtempSync(join(tmpdir(), 'docker-'));
afterAll(() => rmSync(folder, { recursive: true }));

const auth = (user: string, password: string) => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') });

function read(config: unknown, repository = 'ghcr.io/acme/fraud') {
  const file = join(folder, 'config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return dockerCredentials(file, repositoryName(repository));
}

describe('a config.json of Docker', () => {
  const entry = auth('robot$acme', 'pass:word');
  it.each([
    ['the registry', { auths: { 'ghcr.io': entry } }, undefined],
    ['the registry as an address', { auths: { 'https://ghcr.io/v2/': entry } }, undefined],
    ['the repository', { auths: { 'ghcr.io': auth('a', 'b'), 'ghcr.io/acme/fraud': entry } }, undefined],
    ['the folder of the repository', { auths: { 'ghcr.io/acme': entry, 'ghcr.io': auth('a', 'b') } }, undefined],
    ['Docker Hub by its old name', { auths: { 'https://index.docker.io/v1/': entry } }, 'docker.io/library/python'],
    ['the old form without auths', { 'ghcr.io': entry }, undefined],
    ['user name and password', { auths: { 'ghcr.io': { username: 'robot$acme', password: 'pass:word' } } }, undefined],
  ])('has an entry for %s', (_, config, repository) => {
    expect(read(config, repository)).toEqual({ username: 'robot$acme', password: 'pass:word' });
  });

  it.each([
    ['another registry', { auths: { 'ghcr.io.example.com': entry } }, /has no entry for ghcr\.io\/acme\/fraud/],
    ['another repository of the name', { auths: { 'ghcr.io/acme/fraud2': entry } }, /has no entry/],
    ['nothing', { auths: {} }, /has no entry/],
    ['a credential helper', { auths: { 'ghcr.io': {} }, credsStore: 'x' }, /credential helpers and identity tokens/],
    ['an identity token', { auths: { 'ghcr.io': { identitytoken: 'tok-4711' } } }, /identity tokens/],
    ['no colon', { auths: { 'ghcr.io': { auth: 'dG9rLTQ3MTE=' } } }, /has no user name and password/],
    ['no JSON', '{"auths": {"ghcr.io": {"auth": "tok-4711"', /is not valid JSON/],
    ['a list', '[]', /is no config\.json/],
  ])('that has %s is refused, with nothing of it in the message', (_, config, message) => {
    expect(() => read(config)).toThrow(message);
    try {
      read(config);
    } catch (problem) {
      expect(String(problem)).not.toMatch(/tok-4711|dG9r|pass:word|cm9ib3/);
    }
  });

  it('that is not there is named', () => {
    expect(() => dockerCredentials(join(folder, 'none'), repositoryName('ghcr.io/a/b'))).toThrow(/none .*\(ENOENT\)/);
  });
});
