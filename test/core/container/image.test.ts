import { describe, expect, it } from 'vitest';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const referenceOf = (image: Untyped): unknown => (image as unknown as { readonly reference: unknown }).reference;

describe('Image', () => {
  it.each([
    `ghcr.io/acme/train@${digest}`,
    `python@${digest}`,
    `registry.kube-system.svc.cluster.local:5000/a/b_c/d-e:1.2@${digest}`,
    `python:latest@${digest}`,
  ])('pins %s', (reference) => {
    expect(referenceOf(js.Image.pinned(reference))).toBe(reference);
    expect(Object.isFrozen(js.Image.pinned(reference))).toBe(true);
  });

  it.each(['python:3.12.11-slim', 'localhost:5000/train:v1', 'ghcr.io/acme/train:latest-but-one', 'a:A_1'])(
    'takes the exact tag %s',
    (reference) => {
      expect(referenceOf(js.Image.tagged(reference))).toBe(reference);
    },
  );

  it.each<readonly [string, unknown]>([
    ['a tag', 'python:3.12'],
    ['a short digest', 'python@sha256:abc'],
    ['a digest in capitals', `python@${digest.toUpperCase()}`],
    ['another hash', `python@sha512:${'0'.repeat(128)}`],
    ['a repository in capitals', `Python@${digest}`],
    ['something behind the digest', `python@${digest}\n`],
    ['a tag with a placeholder', `python:{{x}}@${digest}`],
    ['nothing', undefined],
  ])('can not pin %s', (_, reference) => {
    const problem = problemOf(() => js.Image.pinned(reference));
    expect(problem).toMatchObject({ code: 'MLP1201', actual: reference });
    expect(problem.message).toContain('may be another one tomorrow');
  });

  it.each<readonly [string, unknown]>([
    ['no tag', 'python'],
    ['the latest', 'python:latest'],
    ['a branch', 'ghcr.io/acme/train:main'],
    ['a moving tag', 'ghcr.io/acme/train:nightly'],
    ['a port that is no tag', 'registry:5000/train'],
    ['an empty tag', 'python:'],
    ['a tag with a space', 'python:3 12'],
    ['a very long tag', `python:${'x'.repeat(129)}`],
    ['a URL', 'https://ghcr.io/acme/train:1'],
    ['a digest', `python@${digest}`],
    ['a number', 3.12],
    ['a list', ['python:3.12']],
  ])('can not take %s by tag', (_, reference) => {
    const problem = problemOf(() => js.Image.tagged(reference));
    expect(problem).toMatchObject({ code: 'MLP1201', actual: reference });
    expect(problem.expected).toContain('python:3.12.11-slim');
  });

  it.each([
    ['docker.io/bitnami/kubectl:1.33.4', 'the upstream image'],
    ['bitnamilegacy/kubectl:1.33.4', 'the upstream image'],
    ['gcr.io/kaniko-project/executor:v1.24.0', 'ghcr.io/osscontainertools/kaniko'],
    ['williamyeh/hey:1.0', 'k6'],
  ])('refuses %s, which is gone or lets a broken gate pass, and names another', (reference, instead) => {
    expect(problemOf(() => js.Image.tagged(reference))).toMatchObject({ code: 'MLP1201', fix: `use ${instead}` });
    expect(problemOf(() => js.Image.pinned(`${reference}@${digest}`)).fix).toBe(`use ${instead}`);
    expect(problemOf(() => js.task('q', { image: { reference }, command: ['x'] })).fix).toBe(`use ${instead}`);
  });
});
