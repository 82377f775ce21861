import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Sample } from '../../src/index';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));

function file(name: string, content: string | Buffer = 'x'): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('a sample', () => {
  it.each([
    ['food.jpg', 'image/jpeg'],
    ['food.JPEG', 'image/jpeg'],
    ['food.png', 'image/png'],
    ['row.csv', 'text/csv'],
    ['row.json', 'application/json'],
    ['row.txt', 'text/plain'],
  ])('from the file %s has the type %s', (name, contentType) => {
    expect(Sample.file(file(name))).toMatchObject({ file: name, contentType, field: undefined });
  });

  it('has the bytes of its file', () => {
    expect(Sample.file(file('a.jpg', Buffer.from([0, 255, 10]))).content).toEqual(Buffer.from([0, 255, 10]));
  });

  it('can say its type and the field of a form', () => {
    expect(
      Sample.file(file('a.parquet'), { contentType: 'application/vnd.apache.parquet', field: 'file' }),
    ).toMatchObject({
      contentType: 'application/vnd.apache.parquet',
      field: 'file',
    });
  });

  it('gets a name that a ConfigMap can hold', () => {
    expect(Sample.file(file('my food (1) ü.jpg')).file).toBe('my_food__1___.jpg');
  });

  it('is JSON as it is written', () => {
    expect(Sample.json({ amount: 12.5 })).toMatchObject({
      content: '{"amount":12.5}',
      contentType: 'application/json',
      file: 'sample.json',
    });
  });

  it.each<[string, () => unknown, RegExp]>([
    ['is not there', () => Sample.file(join(folder, 'none.jpg')), /can't be read: ENOENT/],
    ['is a folder', () => Sample.file(folder), /can't be read: EISDIR/],
    ['is no path', () => Sample.file(undefined as never), /can't be read/],
    ['is empty', () => Sample.file(file('empty.jpg', '')), /has 0 bytes/],
    ['is too large', () => Sample.file(file('large.jpg', Buffer.alloc(900_001))), /has 900001 bytes/],
    ['has no known type', () => Sample.file(file('a.xyz')), /type of the sample '.*a\.xyz' can't be told/],
    ['has a type that is none', () => Sample.file(file('a.jpg'), { contentType: 'jpeg' }), /'jpeg'/],
    ['has a field that no form can have', () => Sample.file(file('a.jpg'), { field: 'a"b' }), /'a"b'/],
    ['is no JSON', () => Sample.json(undefined), /the sample is undefined/],
    ['is too large JSON', () => Sample.json('x'.repeat(900_000)), /bytes/],
  ])('is refused if it %s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(/MLP3004/);
  });

  it('can be as large as a ConfigMap allows', () => {
    expect(() => Sample.file(file('just.jpg', Buffer.alloc(900_000)))).not.toThrow();
  });
});
