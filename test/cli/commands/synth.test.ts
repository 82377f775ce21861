import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typed } from '../typed';

const template = (image: string, ...more: readonly string[]) =>
  [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: WorkflowTemplate',
    'metadata:',
    '  name: train',
    '  namespace: ml',
    'spec:',
    '  templates:',
    '    - name: prepare',
    '      suspend: {}',
    '    - name: main',
    '      container:',
    `        image: ${image}`,
    ...more,
    '',
  ].join('\n');
const settings =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  run.sh: |\n    set -e\n    train\n';

describe('cdk8s-mlops synth', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'synth-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** An app that writes these files. */
  const app = (files: Readonly<Record<string, string>>, end = '') => {
    const file = join(folder, 'app.cjs');
    writeFileSync(
      file,
      `const fs = require('node:fs'), path = require('node:path');
      console.log('working');
      for (const [name, text] of Object.entries(${JSON.stringify(files)})) {
        const file = path.join(process.env.CDK8S_OUTDIR, name);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, text);
      }
      ${end}`,
    );
    return `--app=${JSON.stringify(process.execPath)} ${JSON.stringify(file)}`;
  };
  const output = () => join(folder, 'dist');
  const committed = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(output(), name)), { recursive: true });
      writeFileSync(join(output(), name), text);
    }
  };
  const check = (program: string) => typed(['synth', '--check', program, `--output=${output()}`]);

  it('writes what the app writes, and says what the app says', async () => {
    const said = await typed(['synth', app({ 'train.yaml': template('a') }), `--output=${output()}`]);
    expect(said).toEqual({ code: 0, out: '', err: 'working\n' });
    expect(readFileSync(join(output(), 'train.yaml'), 'utf8')).toBe(template('a'));
  });

  it('ends with 2 and one line where the app fails, also when it only checks', async () => {
    committed({ 'train.yaml': template('a') });
    const program = app({}, 'process.exit(3)');
    for (const mode of [[], ['--check']]) {
      const { code, out, err } = await typed(['synth', ...mode, program, `--output=${output()}`]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^working\nerror: the app '.*' ended with 3; mend what it says above\n$/);
    }
    expect(readdirSync(output())).toEqual(['train.yaml']);
  });

  it('says that nothing differs, and writes nothing', async () => {
    committed({ 'train.yaml': template('a'), 'notes.md': 'ours', '.gitops-app': 'train.yaml\n' });
    const { code, out } = await check(app({ 'train.yaml': template('a') }));
    expect({ code, out }).toEqual({ code: 0, out: `${output()} is what the app writes\n` });
    expect(readdirSync(output()).sort()).toEqual(['.gitops-app', 'notes.md', 'train.yaml']);
  });

  it('tells objects and fields that are new, gone or changed, with their values', async () => {
    committed({
      'train.yaml': `${template('a:1', '        tty: true')}---\n${settings}`,
      'old.yaml': settings.replace('settings', 'old'),
    });
    const after = {
      'train.yaml': `${template("'b:2'", '        args: [x]')}---\n${settings.replace('    train\n', '    train --fast\n')}`,
      'sub/new.yaml': settings.replace('settings', 'new'),
    };
    const { code, out } = await check(app(after));
    expect(code).toBe(1);
    expect(out.replaceAll(output(), 'dist')).toBe(
      [
        'dist/old.yaml: is not written any more',
        '  - ConfigMap old',
        'dist/sub/new.yaml: is not there',
        '  + ConfigMap new',
        'dist/train.yaml: 2 objects differ',
        '    WorkflowTemplate ml/train',
        '      - spec.templates[main].container.image: "a:1"',
        '      + spec.templates[main].container.image: "b:2"',
        '      - spec.templates[main].container.tty: true',
        '      + spec.templates[main].container.args: ["x"]',
        '    ConfigMap settings',
        '      - data["run.sh"]: line 2: "train"',
        '      + data["run.sh"]: line 2: "train --fast"',
        '',
        '3 files differ from what the app writes; run cdk8s-mlops synth, and commit the result',
        '',
      ].join('\n'),
    );
    expect(readFileSync(join(output(), 'train.yaml'), 'utf8')).toContain('a:1');
  });

  it.each([
    ['quotes', template('"a"'), template('a'), 'only the formatting differs: all objects are the same'],
    [
      'the order of documents',
      `${settings}---\n${template('a')}`,
      `${template('a')}---\n${settings}`,
      'only the formatting',
    ],
    ['ends of lines', template('a').replaceAll('\n', '\r\n'), template('a'), 'only the formatting'],
    [
      'the order of a list',
      template('a')
        .replace(/ {4}- name: prepare\n.*\n/, '')
        .replace(/$/, '    - name: prepare\n      suspend: {}\n'),
      template('a'),
      '- spec.templates: ["main","prepare"]',
    ],
  ])('tells a difference of %s for what it is', async (_, before, after, expected) => {
    committed({ 'train.yaml': before });
    const { code, out } = await check(app({ 'train.yaml': after }));
    expect(code).toBe(1);
    expect(out).toContain(expected);
  });

  it('tells from which line on other files differ', async () => {
    committed({ 'train.yaml': template('a'), 'REQUIRES.md': 'one\ntwo\n', '.gitops-app': 'train.yaml\nREQUIRES.md\n' });
    const { code, out } = await check(app({ 'train.yaml': template('a'), 'REQUIRES.md': 'one\nthree\n' }));
    expect(code).toBe(1);
    expect(out).toContain('REQUIRES.md: differs from line 2 on\n');
  });

  it('refuses to check an app that writes elsewhere, with what to do about it', async () => {
    const { code, err } = await check(app({}));
    expect(code).toBe(2);
    expect(err).toContain('give its App no outdir of its own');
  });

  it('refuses paths, which it would not look at', async () => {
    expect(await typed(['synth', 'dist'])).toMatchObject({ code: 2, out: '' });
  });
});
