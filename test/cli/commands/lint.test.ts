import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typed } from '../typed';

const misspelt = `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: main
  templates:
    - name: main
      suspend: {}
      parrallelism: 1
`;

describe('cdk8s-mlops lint', () => {
  let folder = '';
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows the line, a caret below the place, and how to mend it', async () => {
    expect(await typed(['lint', '-'], misspelt)).toEqual({
      code: 1,
      err: '',
      out: [
        "-:10:7: error MLL1101: 'parrallelism' is no field of 'templates'",
        '  10 |       parrallelism: 1',
        '     |       ^',
        "  fix: did you mean 'parallelism'?",
        '',
        '1 error',
        '',
      ].join('\n'),
    });
  });

  it('gives findings as JSON with all that is known of each', async () => {
    const { out } = await typed(['lint', '--format', 'json', '-'], misspelt);
    expect(JSON.parse(out)).toEqual({
      findings: [
        {
          code: 'MLL1101',
          severity: 'error',
          file: '-',
          line: 10,
          column: 7,
          path: 'spec.templates[0].parrallelism',
          message: "'parrallelism' is no field of 'templates'",
          fix: "did you mean 'parallelism'?",
        },
      ],
    });
  });

  it('gives findings as SARIF, with the rules that they are of', async () => {
    const [run] = JSON.parse((await typed(['lint', '--format', 'sarif', '-'], misspelt)).out).runs;
    expect(run.tool.driver.rules).toMatchObject([{ id: 'MLL1101' }]);
    expect(run.results).toMatchObject([
      {
        ruleId: 'MLL1101',
        ruleIndex: 0,
        level: 'error',
        locations: [{ physicalLocation: { region: { startLine: 10, startColumn: 7 } } }],
      },
    ]);
  });

  it('gives findings as annotations of GitHub', async () => {
    const { out } = await typed(['lint', '--format', 'github', '-'], misspelt);
    expect(out).toBe(
      "::error file=-,line=10,col=7,title=MLL1101::'parrallelism' is no field of 'templates'; did you mean 'parallelism'?\n",
    );
  });

  it('says how many files it looked at and ends with 0 where all is well', async () => {
    const mended = misspelt.replace(/ *parrallelism.*\n/, '');
    expect(await typed(['lint', '-'], mended)).toEqual({ code: 0, out: '1 file, no findings\n', err: '' });
  });

  it('shows no control character of a file on the terminal', async () => {
    const { out } = await typed(
      ['lint', '-'],
      misspelt.replace('1\n', '"\u001b[2J"\n').replace('"\u001b', '1 # \u001b'),
    );
    expect(out).not.toContain('\u001b');
  });

  it('tells of each file that can not be read, and looks at the others', async () => {
    const below = join(folder, 'hostile');
    mkdirSync(below);
    write(
      'hostile/bomb.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.replace(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
    );
    write('hostile/deep.yaml', `kind: ${'['.repeat(100_000)}\n`);
    write('hostile/binary.yaml', Buffer.from([0, 255, 254, 1]));
    write('hostile/long.yaml', Buffer.alloc(50 * 1024 * 1024, '# long\n'));
    write('hostile/misspelt.yaml', `kind: [\n---\n${misspelt}`);
    symlinkSync(below, join(below, 'loop'));
    const { code, out, err } = await typed(['lint', '--format', 'json', below]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const told = (JSON.parse(out).findings as { file: string; code: string }[]).map(
      (finding) => `${finding.file.slice(below.length + 1)} ${finding.code}`,
    );
    expect(told).toEqual([
      'binary.yaml MLP5002',
      'bomb.yaml MLP5005',
      'deep.yaml MLP5005',
      'long.yaml MLP5003',
      'loop MLP5004',
      'misspelt.yaml MLP5005',
      'misspelt.yaml MLL1101',
    ]);
  });

  it.each([
    ['a severity', 'severities: { MLL1101: warning }', 0, 'warning MLL1101'],
    ['a rule that is off', 'severities: { MLL1101: off }', 0, '1 file, no findings\n'],
    ['a path to ignore', 'ignore: ["-"]', 0, '1 file, no findings\n'],
  ])('heeds %s of the configuration', async (_, text, code, expected) => {
    const config = write('config.yaml', `${text}\n`);
    const said = await typed(['lint', '--config', config, '-'], misspelt);
    expect(said.code).toBe(code);
    expect(said.out).toContain(expected);
  });

  it.each([
    ['a misspelt key', 'severites: {}', "did you mean 'severities'?"],
    ['a rule that there is not', 'severities: { MLL9999: off }', "there is no rule 'MLL9999'"],
    ['a severity that there is not', 'severities: { MLL1101: info }', 'write error, warning or off'],
    ['a version that there is not', "argo: '2.0'", 'write 3.7 or 4.0'],
    ['paths that are none', 'ignore: vendor', 'write a list of files and folders'],
    ['broken YAML', 'ignore: [', 'mend the YAML'],
  ])('refuses a configuration with %s in one line', async (_, text, expected) => {
    const { code, out, err } = await typed(['lint', '--config', write('bad.yaml', `${text}\n`), '-'], misspelt);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: [^\n]*\n$/);
    expect(err).toContain(expected);
  });

  it.each([
    [['--format', 'xml', '-'], "--format is 'xml'; write text, json, sarif or github"],
    [['--argo', '2', '-'], "--argo is '2'; write 3.7 or 4.0"],
  ])('refuses %j', async (args, expected) => {
    expect(await typed(['lint', ...args], misspelt)).toEqual({ code: 2, out: '', err: `error: ${expected}\n` });
  });

  it('does not call well what has no manifest in it', async () => {
    const { code, err } = await typed(['lint', '-'], 'a: 1\n');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('there is no manifest') });
  });
});

describe('cdk8s-mlops rules and explain', () => {
  it('list every rule, and tell all about one', async () => {
    expect((await typed(['rules'])).out).toMatch(/^MLL1001 {2}error {4}a comment/);
    const { code, out } = await typed(['explain', 'mll1101']);
    expect(code).toBe(0);
    expect(out).toContain('parrallelism: 1');
    expect(out).toContain('\nlint --fix mends a misspelt name that only one field is near.\n');
    expect((await typed(['rules', 'MLL1101'])).out).toBe(out);
    expect((await typed(['rules'])).out).toContain('a field that the engine does not know (--fix)\n');
    expect((await typed(['explain', 'MLL3001'])).out).not.toContain('--fix');
  });

  it('explain errors, too, and say what was meant by a code that there is not', async () => {
    expect((await typed(['explain', 'MLP5005'])).out).toMatch(/^MLP5005: a document that is no YAML\n/);
    expect(await typed(['explain', 'MLL110'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/did you mean MLL110\d\?/),
    });
  });
});
