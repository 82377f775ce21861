import fc from 'fast-check';
import { expect, it } from 'vitest';
import { challenges } from '../../../src/programs/oci/challenge';

it.each([
  ['Basic realm="tests"', [['basic', { realm: 'tests' }]]],
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
    [
      [
        'bearer',
        { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:a/b:pull,push' },
      ],
    ],
  ],
  ['BEARER Realm=https://a/token , Service=b', [['bearer', { realm: 'https://a/token', service: 'b' }]]],
  [
    'Basic realm="a, b", Bearer realm="c"',
    [
      ['basic', { realm: 'a, b' }],
      ['bearer', { realm: 'c' }],
    ],
  ],
  ['Basic realm="quo\\"ted"', [['basic', { realm: 'quo"ted' }]]],
  ['Negotiate', [['negotiate', {}]]],
  ['', []],
] as const)('reads %j', (header, expected) => {
  const read = challenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  expect(read).toEqual(expected);
});

it('takes any text, fast', () => {
  fc.assert(fc.property(fc.string({ maxLength: 5000 }), (text) => Array.isArray(challenges(text))));
  const started = performance.now();
  challenges(`Bearer realm="${'\\"'.repeat(20_000)}`);
  challenges(`Bearer ${'a='.repeat(20_000)}`);
  expect(performance.now() - started).toBeLessThan(500);
});
