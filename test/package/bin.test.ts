import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';

const bin = resolve(manifest.bin['cdk8s-mlops']);

describe('the command that the package installs', () => {
  beforeAll(() => {
    if (!existsSync(bin)) throw new Error("there is no build to run: run 'npm run build'");
  });

  const typed = (args: readonly string[], input = '') => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', input });
    return { status, stdout, stderr };
  };

  it('starts as a program of its own', () => {
    expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(typed(['--version'])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it.each([
    ['is there to help', ['--help'], 0],
    ['draws what is well', ['graph', 'dist-manifests/hello'], 0],
    ['is told an option that it does not have', ['graph', '--nonsense'], 2],
    ['finds nothing to draw', ['graph', 'package.json'], 2],
  ])('ends with its exit code when it %s', (_, args, status) => {
    expect(typed(args).status).toBe(status);
  });

  it('draws what it could read, tells what it could not, and ends with 1', () => {
    const input = `${readFileSync('dist-manifests/hello/fraud.yaml', 'utf8')}---\nkind: [\n`;
    const { status, stdout, stderr } = typed(['graph', '-'], input);
    expect(status).toBe(1);
    expect(stdout).toBe(typed(['graph', 'dist-manifests/hello']).stdout);
    expect(stderr).toMatch(/^-:\d+:1: error MLP5005: .*; mend the YAML; the other documents were read\n$/);
  });

  it('proves on all cores what takes more than a few runs', () => {
    const { status, stdout, stderr } = typed([
      'verify',
      'dist-manifests/gourmetgram',
      '--submit',
      'cron-train',
      '--limit',
      '700',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^cron-train: [\d,]+ scenarios, in 700 runs\n/);
  });

  it('writes nothing but plain text where no terminal is', () => {
    const { stdout, stderr } = typed(['graph', 'dist-manifests', '--nonsense']);
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('does not mind a reader who has seen enough', async () => {
    const child = spawn(process.execPath, [bin, 'graph', 'dist-manifests'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const status = await new Promise((done) => child.on('close', done));
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
  });

  it('loads nothing of cdk8s, and no schema, to draw', () => {
    const script = `process.argv = ['', ${JSON.stringify(bin)}, 'graph', 'dist-manifests/hello']; require(process.argv[1]);
      process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`;
    const { stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    const loaded = stderr.split('\n');
    expect(loaded).toContain(bin);
    expect(
      loaded.filter((path) => /node_modules\/(?!yaml\/|js-yaml\/|argparse\/)|\/schemas\/|\/constructs\//.test(path)),
    ).toEqual([]);
  });

  it('lints what is well from a few files, with nothing of cdk8s and no second reader of YAML', () => {
    const script = `process.argv = ['', ${JSON.stringify(bin)}, 'lint', 'dist-manifests/hello']; require(process.argv[1]);
      process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1 file, no findings\n' });
    // Node.js finds and reads each of them by itself, and takes longer for it than to lint a small file.
    expect(stderr.split('\n').length).toBeLessThan(15);
    expect(stderr).not.toContain('node_modules');
    const bundled = readFileSync(stderr.split('\n').find((path) => path.endsWith('lint.bundle.js')) ?? '', 'utf8');
    const parts = [...bundled.matchAll(/^ *\/\/ ((?:src|node_modules)\/.*)$/gm)].map(([, part]) => part ?? '');
    expect(parts).toContain('src/lint/rules.ts');
    expect(parts.filter((part) => /node_modules\/(?!yaml\/)|\/constructs\/|\.\./.test(part))).toEqual([]);
  });

  it.each([
    [
      'a word that an option does not take',
      ['--format', 'xml'],
      "error: --format is 'xml'; write text, json, sarif or github\n",
    ],
    ['a path that is not there', ['no-such'], "error: there is no file or folder 'no-such'; correct the path\n"],
  ])('tells what is wrong with the command from inside the bundle: %s', (_, args, stderr) => {
    expect(typed(['lint', ...args])).toEqual({ status: 2, stdout: '', stderr });
  });

  it.each([['lint'], ['graph'], ['verify', '--limit', '1'], ['simulate', '--submit', 'release']])(
    'opens no connection to %s',
    (...args) => {
      const script = `require('node:net').Socket.prototype.connect = () => process.exit(99);
      require('node:dns').lookup = () => process.exit(99);
      process.argv = ['', ${JSON.stringify(bin)}, ...${JSON.stringify([...args, 'dist-manifests/hello'])}]; require(process.argv[1]);`;
      expect(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).status).toBeLessThan(2);
    },
  );
});
