import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { pack } from './pack';

const repository = resolve('node_modules');

/** A test as a user writes one; the last line is one that the types have to refuse. */
const userTest = `
import { expect, it } from 'vitest';
import { fails, simulate } from 'cdk8s-mlops/testing';
import 'cdk8s-mlops/testing/vitest';

const template = (name: string) => ({ name, container: { image: 'x', command: ['x'] } });
const steps = [[{ name: 'test', template: 'test' }], [{ name: 'promote', template: 'promote' }]];
const workflow = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name: 'release' },
  spec: { entrypoint: 'main', templates: [{ name: 'main', steps }, template('test'), template('promote')] },
};

it('promotes what passes', () => {
  const run = simulate([workflow]);
  expect(run).toHaveRun('promote');
  expect(run).toEndAs('Succeeded');
  expect(run).toEqual(expect.anything());
});

it('promotes nothing that does not', () => {
  const run = simulate([workflow], { test: fails(1) });
  expect(run).not.toHaveRun('promote');
  expect(run).toEndAs('Failed');
});

it('says why', () => {
  expect(() => expect(simulate([workflow])).not.toHaveRun('promote')).toThrow('expected promote not to run, and it did');
});

// @ts-expect-error there is no such phase
const wrong = () => expect(simulate([workflow])).toEndAs('Done');
void wrong;
`;

const withoutVitest = `
import { fails, matchers, simulate } from 'cdk8s-mlops/testing';

export const ran: boolean = matchers.toHaveRun(simulate([], { test: fails(1) }), 'promote').pass;
`;

describe('a project that tests its pipelines', () => {
  let folder: string;
  /** A project with the packed package, and with others from here. */
  const project = (name: string, type: string, packages: readonly string[], file: string, text: string): string => {
    const root = join(folder, name);
    mkdirSync(join(root, 'node_modules', manifest.name), { recursive: true });
    mkdirSync(join(root, 'node_modules', '@types'));
    for (const each of [...packages, ...Object.keys(manifest.dependencies), 'cdk8s', 'cdk8s-plus-28', 'constructs'])
      symlinkSync(join(repository, each), join(root, 'node_modules', each));
    execFileSync('tar', ['-xzf', tarball, '-C', join(root, 'node_modules', manifest.name), '--strip-components=1']);
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name, type }));
    writeFileSync(join(root, file), text);
    return root;
  };
  let tarball: string;
  let withVitest: string;
  let commonJs: string;
  let without: string;

  beforeAll(() => {
    const packed = pack();
    folder = packed.folder;
    tarball = packed.file;
    withVitest = project('with-vitest', 'module', ['vitest', '@types/node'], 'release.test.ts', userTest);
    commonJs = project('of-commonjs', 'commonjs', ['vitest', '@types/node'], 'release.test.ts', userTest);
    without = project('without-vitest', 'module', ['@types/node'], 'release.ts', withoutVitest);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.for([
    ['with vitest, of a bundler', 'bundler', true],
    ['with vitest, of a bundler, libraries checked as well', 'bundler', false],
    ['with vitest, of Node.js', 'nodenext', true],
    ['with vitest, of Node.js, libraries checked as well', 'nodenext', false],
  ] as const)('compiles %s', ([, resolution, skipLibCheck]) => {
    expect(compile(withVitest, 'release.test.ts', resolution, skipLibCheck)).toBe('');
  });

  it.for([
    ['with skipLibCheck', true],
    ['with libraries checked as well', false],
  ] as const)('compiles where there is no vitest, %s', ([, skipLibCheck]) => {
    expect(compile(without, 'release.ts', 'nodenext', skipLibCheck)).toBe('');
  });

  it('compiles as a project of CommonJS', () => {
    expect(compile(commonJs, 'release.test.ts', 'nodenext', false)).toBe('');
  });

  it.for(['module', 'commonjs'])('has the matchers when vitest runs it, in a project of type %s', (type) => {
    const root = type === 'module' ? withVitest : commonJs;
    const done = spawnSync(join(repository, '.bin', 'vitest'), ['run', '--root', root], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(`${done.stdout}${done.stderr}`).toContain('3 passed');
    expect(done.status).toBe(0);
  });
});

/** What the compiler says. */
function compile(project: string, file: string, resolution: 'bundler' | 'nodenext', skipLibCheck: boolean): string {
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--skipLibCheck',
    String(skipLibCheck),
    '--types',
    'node',
  ];
  const modules = ['--module', resolution === 'bundler' ? 'esnext' : 'nodenext', '--moduleResolution', resolution];
  const done = spawnSync(join(repository, '.bin', 'tsc'), [...options, ...modules, file], {
    cwd: project,
    encoding: 'utf8',
  });
  return `${done.stdout}${done.stderr}${done.error ?? ''}`;
}
