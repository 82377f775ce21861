import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tarOf, tarSize } from '../../../src/programs/append-layer/tar';

const entry = (path: string, bytes: Buffer) => ({ path, size: bytes.length, body: Readable.from([bytes]) });

it('is as long as it says, and what tar reads is what was put in', async () => {
  const file = fc.record({
    path: fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/),
    size: fc.integer({ min: 0, max: 1600 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(file, { minLength: 1, maxLength: 3, selector: ({ path }) => path }),
      async (files) => {
        const contents = files.map(({ size }) => Buffer.alloc(size, 'x'));
        const bytes = await buffer(
          Readable.from(tarOf(files.map(({ path }, i) => entry(path, contents[i] ?? Buffer.alloc(0))))),
        );
        expect(bytes.length).toBe(tarSize(files.map(({ size }) => size)));
        const listed = execFileSync('tar', ['--utc', '--numeric-owner', '-tvf', '-'], {
          input: bytes,
          encoding: 'utf8',
        });
        expect(
          listed
            .trim()
            .split('\n')
            .map((line) => line.replace(/\s+/g, ' ')),
        ).toEqual(files.map(({ path, size }) => `-rw-r--r-- 0/0 ${size} 1970-01-01 00:00 ${path}`));
      },
    ),
    { numRuns: 25 },
  );
});

it('writes the size of a file of more than 8 GiB as a binary number', async () => {
  const size = 9 * 1024 ** 3;
  const { value: header } = await tarOf([{ path: 'app/model', size, body: Readable.from([]) }]).next();
  expect(header?.[124]).toBe(0x80);
  expect(header?.readBigUInt64BE(128)).toBe(BigInt(size));
});
