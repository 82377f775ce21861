import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, read, temporaryFolder } from './output';

const root = join(__dirname, '../..');

/** A project of its own with this package's source and the given program. */
function project(program: string, config = ''): string {
  const folder = temporaryFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'cdk8s.yaml'), `language: typescript\napp: tsx main.ts\noutput: out\n${config}`);
  const app = JSON.stringify(join(root, 'src/app'));
  writeFileSync(
    join(folder, 'main.ts'),
    `import { ApiObject, Chart } from 'cdk8s';\nimport { GitOpsApp } from ${app};\n${program}`,
  );
  return folder;
}

function synth(folder: string): string {
  const cli = join(root, 'node_modules/.bin/cdk8s');
  const run = spawnSync(cli, ['synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  return run.stdout;
}

describe('cdk8s synth', () => {
  it('finds the manifests of a GitOpsApp', () => {
    const folder = project(`
      const app = new GitOpsApp();
      const chart = new Chart(app, 'a');
      new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap' });
      app.synth();`);
    expect(synth(folder)).toContain('out/a.yaml');
    expect(filesIn(join(folder, 'out'))).toEqual(['.gitops-app', 'REQUIRES.md', 'a.yaml']);
  });

  it('tells validation plugins the constructs of several apps', () => {
    const folder = project(
      `for (const name of ['one', 'two']) {
        const app = new GitOpsApp({ folder: name });
        new ApiObject(new Chart(app, name), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
        app.synth();
      }`,
      'validations:\n- package: ./plugin\n  version: 0.0.0\n  class: Plugin\n',
    );
    mkdirSync(join(folder, 'plugin'));
    writeFileSync(
      join(folder, 'plugin/index.js'),
      `exports.Plugin = class {
        async validate(context) {
          for (const manifest of context.manifests) context.parseManifest(manifest);
          context.report.submit('success');
        }
      };`,
    );
    synth(folder);
    expect(JSON.parse(read(folder, 'out/construct-metadata.json'))).toEqual({
      version: '1.0.0',
      resources: { one: { path: 'one/x' }, two: { path: 'two/x' } },
    });
  });
});
