import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json';
import { pack } from './pack';

const repository = resolve('node_modules');

interface Project {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The project that the packed package makes, with the packages that it names from here, in the same versions. */
describe('a project of cdk8s-mlops init', () => {
  let folder: string;
  let project: string;
  const read = (name: string) => readFileSync(join(project, name), 'utf8');
  const run = (command: string, ...args: readonly string[]) => {
    const env = { ...process.env, npm_config_update_notifier: 'false' };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8', env });
    return { status, said: `${stdout}${stderr}` };
  };

  beforeAll(() => {
    const packed = pack();
    folder = packed.folder;
    const installed = join(folder, 'installed', 'node_modules', manifest.name);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', packed.file, '-C', installed, '--strip-components=1']);
    for (const name of Object.keys(manifest.dependencies))
      symlinkSync(join(repository, name), join(dirname(installed), name));
    project = join(folder, 'Fraud Detection');
    const bin = join(installed, manifest.bin['cdk8s-mlops']);
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'init', project], { encoding: 'utf8' });
    expect({ status, files: stdout.trimEnd().split('\n').length }).toEqual({ status: 0, files: 9 });
    expect(stderr).toContain('npm install && npm run synth');

    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Project;
    for (const name of [
      ...Object.keys({ ...dependencies, ...devDependencies }),
      ...Object.keys(manifest.dependencies),
    ]) {
      const at = join(project, 'node_modules', name);
      mkdirSync(dirname(at), { recursive: true });
      // Where a link leads to, nobody finds the packages of the project.
      if (name === manifest.name) cpSync(installed, at, { recursive: true });
      else symlinkSync(join(repository, name), at);
    }
    mkdirSync(join(project, 'node_modules/.bin'));
    for (const name of ['tsc', 'tsx', 'vitest'])
      symlinkSync(join(repository, '.bin', name), join(project, 'node_modules/.bin', name));
    const own = join(project, 'node_modules', manifest.name, manifest.bin['cdk8s-mlops']);
    chmodSync(own, 0o755);
    symlinkSync(own, join(project, 'node_modules/.bin/cdk8s-mlops'));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names each package in the exact version that is tried here', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Project;
    const { 'cdk8s-mlops': own, ...others } = { ...dependencies, ...devDependencies };
    expect(own).toBe(manifest.version);
    for (const [name, version] of Object.entries(others)) {
      const there = JSON.parse(readFileSync(join(repository, name, 'package.json'), 'utf8')) as { version: string };
      expect({ name, version }).toEqual({ name, version: there.version });
    }
  });

  it('writes its manifests, passes its tests and its drift check, and has nothing that the lint minds', () => {
    expect(run('npm', 'run', '--silent', 'check').status).not.toBe(0);
    expect(run('npm', 'run', '--silent', 'synth')).toEqual({ status: 0, said: '' });
    expect(readdirSync(join(project, 'manifests')).sort()).toEqual([
      '.gitops-app',
      'REQUIRES.md',
      'RUNBOOK.md',
      'fraud-detection.yaml',
    ]);
    expect(run('npm', 'run', '--silent', 'check')).toEqual({ status: 0, said: 'manifests is what the app writes\n' });
    expect(run('npm', 'run', '--silent', 'lint')).toEqual({ status: 0, said: '1 file, no findings\n' });
    const tests = run('npm', 'test');
    expect(tests.said).toContain('5 passed');
    expect(tests.status).toBe(0);
  }, 240_000);

  it('says what drifted', () => {
    appendFileSync(join(project, 'release.ts'), '// nothing changes\n');
    expect(run('npm', 'run', '--silent', 'check').status).toBe(0);
    writeFileSync(join(project, 'release.ts'), read('release.ts').replace('fraud:1.4.2', 'fraud:1.4.3'));
    const { status, said } = run('npm', 'run', '--silent', 'check');
    expect(status).toBe(1);
    expect(said).toContain('      - spec.templates[train].container.image: "ghcr.io/acme/fraud:1.4.2"\n');
    expect(said).toContain('      + spec.templates[train].container.image: "ghcr.io/acme/fraud:1.4.3"\n');
  }, 120_000);

  it('runs in CI what its README tells, and nothing that it does not have', () => {
    const { scripts } = JSON.parse(read('package.json')) as Project;
    const steps = parse(read('.github/workflows/manifests.yaml')).jobs.check.steps as { run?: string }[];
    const commands = steps.flatMap((step) => step.run ?? []);
    for (const command of commands.filter((each) => each.startsWith('npm run')))
      expect(scripts).toHaveProperty(command.replace('npm run ', ''));
    for (const name of Object.keys(scripts)) expect(read('README.md')).toMatch(new RegExp(`npm (?:run )?${name}\\b`));
  });
});
