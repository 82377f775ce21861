import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ApiObject, Chart, Lazy } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { GitOpsApp, type GitOpsAppProps, LintValidation, type LintViolation } from '../../src/app';
import { ArgoWorkflowTemplate } from '../../src/engines/argo';
import { argo } from '../../src/engines/argo/argo';
import { thrownBy } from '../yaml/thrown-by';
import { filesIn, temporaryFolder } from './output';

const bad = { entrypoint: 'main', parrallelism: 1, templates: [{ name: 'main', suspend: {} }] };
const good = { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] };

function appWith(spec: object, props: Partial<GitOpsAppProps> = {}) {
  const outdir = temporaryFolder();
  const app = new GitOpsApp({ outdir, ...props });
  const chart = new Chart(app, 'release', { namespace: 'ml' });
  const line = Number(/:(\d+):\d+/.exec(new Error('here').stack?.split('\n')[1] ?? '')?.[1]) + 1;
  new ArgoWorkflowTemplate(chart, 'train', { metadata: { name: 'train' }, spec: spec as never });
  return { app, outdir, line };
}

describe('GitOpsApp', () => {
  it('refuses to write what the lint calls an error, and tells construct, line of the definition and of the YAML', () => {
    const { app, outdir, line } = appWith(bad);
    const error = thrownBy(() => app.synth());
    expect(error).toMatchObject({ code: 'MLP4012' });
    const [, place] = /\n {2}(\[.*)/.exec(String(error)) ?? [];
    expect(place).toMatch(
      new RegExp(
        `^\\[release/train\\] made at test/app/lint\\.test\\.ts:${line}:\\d+, .*/release\\.yaml:8:3: MLL1101: spec\\.parrallelism: `,
      ),
    );
    expect(place).toContain("'parrallelism' is no field of 'spec'; did you mean 'parallelism'?");
    expect(filesIn(outdir)).toEqual([]);
  });

  it('leaves the last output as it was where the lint finds an error', () => {
    const { app, outdir } = appWith(good);
    app.synth();
    const before = filesIn(outdir);
    const again = new GitOpsApp({ outdir });
    new ArgoWorkflowTemplate(new Chart(again, 'release', { namespace: 'ml' }), 'train', {
      metadata: { name: 'train' },
      spec: bad as never,
    });
    expect(thrownBy(() => again.synth())).toMatchObject({ code: 'MLP4012' });
    expect(filesIn(outdir)).toEqual(before);
  });

  it('writes what there is only a warning about', () => {
    const { app, outdir } = appWith(bad, { lint: { severities: { MLL1101: 'warning' } } });
    app.synth();
    expect(filesIn(outdir)).toContain('release.yaml');
  });

  it.each([
    ['a rule that is off', { severities: { MLL1101: 'off' } }],
    ['a lint that is off for a reason', { off: 'a policy of the cluster looks at them' }],
  ] as const)('minds nothing of %s', (_, lint) => {
    const { app, outdir } = appWith(bad, { lint });
    app.synth();
    expect(filesIn(outdir)).toContain('release.yaml');
  });

  it('refuses to be told no reason', () => {
    expect(thrownBy(() => new GitOpsApp({ lint: { off: ' ' } }))).toMatchObject({ code: 'MLP4010' });
  });

  it('looks at values that are only known late', () => {
    const { app } = appWith({ ...good, parallelism: Lazy.any({ produce: () => 'many' }) });
    expect(String(thrownBy(() => app.synth()))).toContain("'parallelism' is 'many', not a whole number");
  });

  it('does not mind members that are undefined, which nobody writes', () => {
    appWith({ ...good, parallelism: undefined }).app.synth();
  });

  it('looks for what the version of Argo has that it is told', () => {
    const synchronization = { mutex: { name: 'gpu' } };
    expect(thrownBy(() => appWith({ ...good, synchronization }).app.synth())).toMatchObject({ code: 'MLP4012' });
    appWith({ ...good, synchronization }, { lint: { targets: { argo: '3.7' } } }).app.synth();
    expect(argo('3.7').version).toBe('3.7');
  });

  it('names an object of another file that a reference should lead to', () => {
    const { app } = appWith(good);
    const other = new Chart(app, 'other', { namespace: 'ml' });
    new ApiObject(other, 'cron', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata: { name: 'nightly' },
      spec: { schedules: ['0 2 * * *'], workflowSpec: { workflowTemplateRef: { name: 'train' }, entrypoint: 'mian' } },
    });
    expect(String(thrownBy(() => app.synth()))).toContain('[other/cron]');
  });
});

describe('the validation plugin', () => {
  const cli = createRequire(resolve('package.json')).resolve('cdk8s-cli/package.json');

  it('reports what each rule finds with object, place and fix, and fails for errors only', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.yaml');
    const text = JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'a' },
      spec: bad,
    });
    writeFileSync(file, `${text}\n---\n${text.replace('"a"', '"b"')}\n`);
    const statusOf = async (plugin: LintValidation) => {
      const violations: LintViolation[] = [];
      let status = '';
      const report = {
        addViolation: (violation: LintViolation) => void violations.push(violation),
        submit: (word: string) => {
          status = word;
        },
      };
      await plugin.validate({ manifests: [file], report });
      return { status, violations };
    };
    const { status, violations } = await statusOf(new LintValidation());
    expect(status).toBe('failure');
    expect(violations).toMatchObject([
      {
        ruleName: 'MLL1101',
        violatingResources: [
          { resourceName: 'a', manifestPath: file },
          { resourceName: 'b', manifestPath: file },
        ],
      },
    ]);
    expect(violations[0]?.violatingResources[1]?.locations[0]).toMatch(/^3:\d+ spec\.parrallelism: .*did you mean/);
    expect((await statusOf(new LintValidation({ severities: { MLL1101: 'warning' } }))).status).toBe('success');
    expect(await statusOf(new LintValidation({ severities: { MLL1101: 'off' } }))).toEqual({
      status: 'success',
      violations: [],
    });
  });

  it('is loaded and run by cdk8s synth, as cdk8s.yaml says', () => {
    const folder = temporaryFolder();
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(resolve('.'), join(modules, 'cdk8s-mlops'));
    const manifest = JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'a' },
      spec: bad,
    });
    writeFileSync(
      join(folder, 'app.cjs'),
      `const fs = require('node:fs'); fs.mkdirSync(process.env.CDK8S_OUTDIR, { recursive: true });
       fs.writeFileSync(process.env.CDK8S_OUTDIR + '/a.yaml', ${JSON.stringify(manifest)});
       fs.writeFileSync(process.env.CDK8S_OUTDIR + '/construct-metadata.json', JSON.stringify({ version: '1.0.0', resources: { a: { path: 'chart/a' } } }));`,
    );
    const synth = (properties: string) => {
      writeFileSync(
        join(folder, 'cdk8s.yaml'),
        `app: node app.cjs\nvalidations:\n  - package: ./node_modules/cdk8s-mlops\n    version: 0.1.0\n    class: LintValidation\n${properties}`,
      );
      const bin = join(cli, '../bin/cdk8s');
      return spawnSync(process.execPath, [bin, 'synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8' });
    };
    const failed = synth('');
    expect(failed.status).toBe(2);
    expect(failed.stdout).toContain('Construct Path: chart/a');
    expect(failed.stdout).toContain("did you mean 'parallelism'?");
    const well = synth('    properties: { severities: { MLL1101: "off" } }\n');
    expect({ status: well.status, said: well.stdout.includes('Validations ended succesfully') }).toEqual({
      status: 0,
      said: true,
    });
  }, 60_000);
});
