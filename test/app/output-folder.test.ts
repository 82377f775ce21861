import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitOpsApp, type GitOpsAppProps } from '../../src/app';
import { thrownBy } from '../yaml/thrown-by';
import { chartOf, filesIn, manifestsIn, read, temporaryFolder } from './output';

function appWith(
  outdir: string,
  charts: Readonly<Record<string, readonly string[]>>,
  props: GitOpsAppProps = {},
): GitOpsApp {
  const app = new GitOpsApp({ ...props, outdir });
  for (const [id, names] of Object.entries(charts)) chartOf(app, id, names, { namespace: `ns-${id}` });
  return app;
}

describe('files of earlier runs', () => {
  it('are removed once nothing writes them any more, with the folders they leave empty', () => {
    const outdir = temporaryFolder();
    appWith(outdir, { a: ['x'], b: ['y'] }, { layout: 'file-per-object' }).synth();
    expect(manifestsIn(outdir)).toEqual(['ns-a/configmap_x.yaml', 'ns-b/configmap_y.yaml']);
    appWith(outdir, { a: ['x'] }, { layout: 'file-per-object' }).synth();
    expect(manifestsIn(outdir)).toEqual(['ns-a/configmap_x.yaml']);
    expect(existsSync(join(outdir, 'ns-b'))).toBe(false);
  });

  it('are listed in the record', () => {
    const outdir = temporaryFolder();
    appWith(outdir, { b: ['x'], a: ['x'] }).synth();
    expect(read(outdir, '.gitops-app').split('\n').slice(1)).toEqual(['REQUIRES.md', 'a.yaml', 'b.yaml', '']);
  });

  it('are not removed when the record was made to name files outside the folder', () => {
    const outer = temporaryFolder();
    const outdir = join(outer, 'out');
    writeFileSync(join(outer, 'precious.yaml'), 'a: 1\n');
    appWith(outdir, { a: ['x'] }).synth();
    mkdirSync(join(outdir, 'environments'));
    writeFileSync(join(outdir, 'environments/e.yaml'), 'a: 1\n');
    const names = ['../precious.yaml', join(outer, 'precious.yaml'), 'x/../../precious.yaml', 'environments/e.yaml'];
    writeFileSync(join(outdir, '.gitops-app'), `${names.join('\n')}\na.yaml\n`);
    appWith(outdir, { a: ['x'] }).synth();
    expect(existsSync(join(outer, 'precious.yaml'))).toBe(true);
    expect(existsSync(join(outdir, 'environments/e.yaml'))).toBe(true);
  });
});

describe('files of others', () => {
  it('are left alone', () => {
    const outdir = temporaryFolder();
    mkdirSync(join(outdir, 'environments/staging'), { recursive: true });
    const foreign = ['environments/staging/app.yaml', 'README.md', 'c.yaml', 'old.k8s.yaml'];
    for (const file of foreign) writeFileSync(join(outdir, file), 'mine: true\n');
    appWith(outdir, { a: ['x'], b: ['x'] }).synth();
    appWith(outdir, { a: ['x'] }).synth();
    for (const file of foreign) expect(read(outdir, file)).toBe('mine: true\n');
  });

  it('are never replaced: all that are in the way are named, and nothing is written', () => {
    const outdir = temporaryFolder();
    for (const file of ['a.yaml', 'REQUIRES.md']) writeFileSync(join(outdir, file), 'mine: true\n');
    const error = thrownBy(() => appWith(outdir, { a: ['x'], b: ['x'] }).synth());
    expect(error).toMatchObject({ code: 'MLP4005' });
    expect(String(error)).toContain("'a.yaml', 'REQUIRES.md'");
    expect(filesIn(outdir)).toEqual(['REQUIRES.md', 'a.yaml']);
  });

  it('are taken over when they say the same already', () => {
    const outdir = temporaryFolder();
    appWith(outdir, { a: ['x'] }).synth();
    rmSync(join(outdir, '.gitops-app'));
    appWith(outdir, { a: ['x'] }).synth();
    expect(filesIn(outdir)).toContain('.gitops-app');
  });

  it('are not reached through a link', () => {
    const outdir = temporaryFolder();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(outdir, 'ns-a'));
    const error = thrownBy(() => appWith(outdir, { a: ['x'] }, { layout: 'file-per-object' }).synth());
    expect(error).toMatchObject({ code: 'MLP4005' });
    expect(filesIn(elsewhere)).toEqual([]);
  });

  it('may stand where a folder is needed: then they are named', () => {
    const outdir = temporaryFolder();
    writeFileSync(join(outdir, 'ns-a'), 'mine\n');
    const error = thrownBy(() => appWith(outdir, { a: ['x'] }, { layout: 'file-per-object' }).synth());
    expect(error).toMatchObject({ code: 'MLP4005' });
    expect(readFileSync(join(outdir, 'ns-a'), 'utf8')).toBe('mine\n');
  });
});

describe('two apps in one folder', () => {
  it.each([
    ['with different charts', { b: ['x'] }],
    ['even with the same charts', { a: ['x'] }],
  ])('are refused, %s', (_, charts) => {
    const outdir = temporaryFolder();
    const one = appWith(outdir, { a: ['x'] });
    const two = appWith(outdir, charts);
    one.synth();
    const before = filesIn(outdir);
    expect(thrownBy(() => two.synth())).toMatchObject({ code: 'MLP4004' });
    expect(filesIn(outdir)).toEqual(before);
  });

  it.each([
    ['other charts', { b: ['y'] }],
    ['a chart of the same name with other objects', { a: ['y'] }],
  ])('are refused when the second is made later, with %s', (_, charts) => {
    const outdir = temporaryFolder();
    appWith(outdir, { a: ['x'] }).synth();
    expect(thrownBy(() => appWith(outdir, charts).synth())).toMatchObject({ code: 'MLP4004' });
  });

  it('are refused when an earlier program wrote the folder', () => {
    const outdir = temporaryFolder();
    appWith(outdir, { a: ['x'] }).synth();
    const program = join(__dirname, 'fill-folder.ts');
    const args = ['--import', 'tsx', program, outdir, 'file-per-chart', '1', 'x'];
    const run = spawnSync(process.execPath, args, { cwd: join(__dirname, '../..'), encoding: 'utf8' });
    expect(run.stderr).toContain('MLP4004');
    expect(run.stderr).toContain('which holds a.yaml');
    expect(manifestsIn(outdir)).toEqual(['a.yaml']);
  });

  it('are refused while another process is writing', () => {
    const outdir = temporaryFolder();
    // The process that runs this one lives as long as the test.
    mkdirSync(join(outdir, `.gitops-app.${process.ppid}`));
    expect(thrownBy(() => appWith(outdir, { a: ['x'] }).synth())).toMatchObject({ code: 'MLP4004' });
    expect(filesIn(outdir)).toEqual([]);
  });

  it('have room in folders of their own', () => {
    const outdir = temporaryFolder();
    for (const folder of ['one', 'two']) appWith(outdir, { a: [folder] }, { folder }).synth();
    appWith(outdir, { a: ['root'] }).synth();
    expect(manifestsIn(outdir)).toEqual(['a.yaml', 'one/a.yaml', 'two/a.yaml']);
  });

  it('are one if the same app writes again, changed', () => {
    const outdir = temporaryFolder();
    const app = appWith(outdir, { a: ['x'] });
    app.synth();
    app.node.tryRemoveChild('a');
    chartOf(app, 'b', ['y']);
    app.synth();
    expect(manifestsIn(outdir)).toEqual(['b.yaml']);
  });
});

describe('environments/', () => {
  it.each(['environments', 'environments/staging', 'gitops/environments'])('is refused as the output: %s', (folder) => {
    const error = thrownBy(() => appWith(join(temporaryFolder(), folder), { a: ['x'] }).synth());
    expect(error).toMatchObject({ code: 'MLP4007' });
  });

  it.each<[string, GitOpsAppProps, Readonly<Record<string, readonly string[]>>]>([
    ['as a folder of an app', { folder: 'environments/staging' }, { a: ['x'] }],
    ['as the folder of a namespace', { layout: 'file-per-object' }, { environments: ['x'] }],
  ])('is refused %s', (_, props, charts) => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ ...props, outdir });
    for (const [id, names] of Object.entries(charts)) chartOf(app, id, names, { namespace: id });
    expect(thrownBy(() => app.synth())).toMatchObject({ code: 'MLP4007' });
    expect(filesIn(outdir)).toEqual([]);
  });
});
