import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import AsyncLock from '../../../src/programs/git/instead-of/async-lock';
import crc from '../../../src/programs/git/instead-of/crc-32';
import pako from '../../../src/programs/git/instead-of/pako';
import Sha1 from '../../../src/programs/git/instead-of/sha1';

/** What the git library itself would use. */
const original = createRequire(require.resolve('isomorphic-git'));
const bytes = fc.uint8Array({ maxLength: 5000 });

describe('what replaces packages in the bundled git library does the same', () => {
  it('as crc-32', () => {
    const { buf } = original('crc-32');
    fc.assert(
      fc.property(bytes, (given) => {
        expect(crc.buf(given)).toBe(buf(given) >>> 0);
      }),
    );
  });

  it('as sha.js', () => {
    const Original = original('sha.js/sha1.js');
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 3 }), (parts) => {
        const hashes = [new Sha1(), new Original()];
        for (const part of parts) for (const hash of hashes) hash.update(part);
        expect(hashes[0].digest('hex')).toBe(hashes[1].digest('hex'));
      }),
    );
  });

  it('as pako, for a whole text', () => {
    const { inflate } = original('pako');
    fc.assert(
      fc.property(bytes, (given) => {
        const deflated = pako.deflate(given);
        expect(Buffer.from(inflate(deflated))).toEqual(Buffer.from(given));
        expect(Buffer.from(pako.inflate(deflated))).toEqual(Buffer.from(given));
      }),
    );
  });

  it('as pako, for one stream before others', () => {
    const { Inflate } = original('pako');
    fc.assert(
      fc.property(bytes, bytes, fc.boolean(), (given, after, isStream) => {
        const pack = Buffer.concat([deflateSync(given), isStream ? deflateSync(after) : after]);
        const [ours, theirs] = [new pako.Inflate(), new Inflate()];
        for (const each of [ours, theirs]) each.push(pack, false);
        expect(ours.strm.avail_in).toBe(theirs.strm.avail_in);
        expect(Buffer.from(ours.result ?? [])).toEqual(Buffer.from(theirs.result));
        expect(ours.err).toBe(0);
      }),
    );
  });

  it('but refuses what is damaged, or unfolds to more than 64 MB', () => {
    for (const deflated of [deflateSync(Buffer.alloc(100)).subarray(0, 9), Buffer.from('no stream')]) {
      const inflator = new pako.Inflate();
      inflator.push(deflated);
      expect(inflator).toMatchObject({ err: -1, result: undefined });
    }
    const bomb = deflateSync(Buffer.alloc(65 * 1024 * 1024));
    const inflator = new pako.Inflate();
    inflator.push(bomb);
    expect(inflator.msg).toMatch(/larger than/);
    expect(() => pako.inflate(bomb)).toThrow(/larger than/);
  });

  it('as async-lock: one after the other for a key, also after a failure', async () => {
    const lock = new AsyncLock();
    const seen: string[] = [];
    const work =
      (name: string, fails = false) =>
      async () => {
        seen.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const all = await Promise.allSettled([
      lock.acquire('x', work('a', true)),
      lock.acquire('x', work('b')),
      lock.acquire('y', work('c')),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(seen.filter((each) => !each.startsWith('c'))).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
    expect(seen.indexOf('c starts')).toBeLessThan(seen.indexOf('a ends'));
  });
});
