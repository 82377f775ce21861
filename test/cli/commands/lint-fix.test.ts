import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceText } from '../../../src/cli/output/replace-text';
import { typed } from '../typed';

const misspelt = `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: main
  parrallelism: 1   # as many as there are GPUs
  templates:
    - name: main
      suspend: {}
`;
const mended = misspelt.replace('parrallelism', 'parallelism');

describe('cdk8s-mlops lint --fix', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-fix-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('mends files in place, says what it mended, and shows what is left', async () => {
    const file = write('train.yaml', misspelt);
    const other = write('other.yaml', `${misspelt.replace('name: train', 'name: other')}  costCenter: 1\n`);
    const { code, out, err } = await typed(['lint', '--fix', folder]);
    expect(code).toBe(1);
    expect(err.split('\n').sort()).toEqual([
      '',
      `${other}:7:3: fixed MLL1101: 'parrallelism' is no field of 'spec'`,
      `${file}:7:3: fixed MLL1101: 'parrallelism' is no field of 'spec'`,
    ]);
    expect(out).toContain("'costCenter' is no field");
    expect(out).toMatch(/\n1 error\n$/);
    expect(readFileSync(file, 'utf8')).toBe(mended);
    expect(readdirSync(folder).sort()).toEqual(['other.yaml', 'train.yaml']);
    expect(await typed(['lint', '--fix', file])).toEqual({ code: 0, out: '1 file, no findings\n', err: '' });
  });

  it('tells only what is left in formats for programs', async () => {
    const { code, out } = await typed(['lint', '--fix', '--format', 'json', write('train.yaml', misspelt)]);
    expect({ code, findings: JSON.parse(out).findings }).toEqual({ code: 0, findings: [] });
  });

  it('keeps the mode of a file, and a link to it', async () => {
    mkdirSync(join(folder, 'real'));
    const real = write('real/train.yaml', misspelt);
    chmodSync(real, 0o640);
    const link = join(folder, 'link.yaml');
    symlinkSync('real/train.yaml', link);
    expect((await typed(['lint', '--fix', link])).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, 'utf8')).toBe(mended);
  });

  it('leaves what is to be ignored, and what nothing is wrong with, untouched to the byte', async () => {
    const ignored = write('vendor.yaml', misspelt);
    const well = write('well.yaml', mended.replaceAll('\n', '\r\n'));
    const { mtimeMs } = statSync(well);
    const config = write('config.txt', `ignore: [${ignored}]\n`);
    expect((await typed(['lint', '--fix', '--config', config, ignored, well])).code).toBe(0);
    expect(readFileSync(ignored, 'utf8')).toBe(misspelt);
    expect(statSync(well).mtimeMs).toBe(mtimeMs);
  });

  it('refuses to mend standard input', async () => {
    expect(await typed(['lint', '--fix', '-'], misspelt)).toEqual({
      code: 2,
      out: '',
      err: "error: --fix can't change standard input; name files or folders\n",
    });
  });

  it('does not overwrite what somebody else wrote meanwhile', () => {
    const file = write('train.yaml', `${misspelt}# a line of somebody else\n`);
    expect(replaceText(file, misspelt, mended)).toBe('it changed meanwhile');
    expect(readFileSync(file, 'utf8')).toContain('somebody else');
    expect(readdirSync(folder)).toEqual(['train.yaml']);
  });

  it('does not bring back what somebody removed meanwhile', () => {
    expect(replaceText(join(folder, 'gone.yaml'), misspelt, mended)).toBe('it is not there any more');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says which file could not be written, shows what is wrong in it, and ends with 2', async () => {
    const file = write('train.yaml', misspelt);
    writeFileSync(join(folder, `.train.yaml.${process.pid}.part`), 'of another program');
    const { code, out, err } = await typed(['lint', '--fix', file]);
    expect({ code, err }).toEqual({ code: 2, err: `${file}: not fixed: another program is writing it\n` });
    expect(out).toContain('MLL1101');
    expect(readFileSync(file, 'utf8')).toBe(misspelt);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
