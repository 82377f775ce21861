import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { typed } from '../typed';

const folder = 'test/simulate/explore';
const written = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'verify-')), name);
  writeFileSync(file, text);
  return file;
};

describe('cdk8s-mlops verify', () => {
  it('ends well where everything holds, and says how much was looked at', async () => {
    const { code, out, err } = await typed(['verify', `${folder}/sound.yaml`]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^release: \d+ scenarios, in \d+ runs\n✔ nothing is promoted before every gate passed/);
  });

  it('ends with 1 and the smallest scenario where something does not', async () => {
    const { code, out } = await typed(['verify', `${folder}/faults/silent-rejection.yaml`]);
    expect(code).toBe(1);
    expect(out).toContain("    train model-version is ''\n");
  });

  it('takes roles from a file, and says what is wrong with it', async () => {
    const roles = written('roles.yaml', 'train: gate:model-version\nbuild: [promotes, locked]\n');
    const { out } = await typed(['verify', `${folder}/faults/silent-rejection.yaml`, '--roles', roles]);
    expect(out).toContain('✔ every change is made by the holder of the lock');
    const wrong = await typed(['verify', `${folder}/sound.yaml`, '--roles', written('roles.yaml', 'tset: gate\n')]);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain("there is no template 'tset' to have a role");
  });
});

describe('cdk8s-mlops simulate', () => {
  it('plays a scenario from a file', async () => {
    const scenario = written('s.yaml', 'test: {exitCode: 3}\n');
    const { code, out } = await typed(['simulate', `${folder}/sound.yaml`, '--scenario', scenario]);
    expect(code).toBe(1);
    expect(out).toContain('✖ test  Failed  Pod test');
  });

  it.each([
    ['test: explodes\n', "'explodes' is nothing that could become of 'test'"],
    ['test: {exitcode: 3}\n', "'test' has a field 'exitcode'"],
    ['tset: fails\n', 'MLP5201'],
    ['- test\n', 'is no map'],
  ])('refuses %j with a word about it', async (text, words) => {
    const { code, err } = await typed(['simulate', `${folder}/sound.yaml`, '--scenario', written('s.yaml', text)]);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
