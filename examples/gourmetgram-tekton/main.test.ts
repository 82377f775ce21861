import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isRed, judge } from '../../scripts/conformance/judge.mjs';
import { NotPortableError, tekton } from '../../src/engines/tekton/index';
import { PromoteOrRevert } from '../../src/index';
import { canJudge } from '../../test/conformance/judging';
import { committed, synthesized } from '../../test/synthesized';
import { toProduction } from '../gourmetgram/promotions';

const folder = 'gourmetgram-delivery';

describe('the gourmetgram example on Tekton', () => {
  const files = synthesized('gourmetgram-tekton');
  const read = (file: string) => parse(files.get(`${folder}/${file}.yaml`) ?? '');
  const named = (example: ReadonlyMap<string, string>, kind: string) =>
    [...example.keys()].flatMap((file) => new RegExp(`^[^/]+/${kind}_(.*)\\.yaml$`).exec(file)?.[1] ?? []);

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('gourmetgram-tekton').keys()]);
    for (const [file, text] of files)
      await expect(text).toMatchFileSnapshot(`../../dist-manifests/gourmetgram-tekton/${file}`);
  });

  it('has everything that it has on Argo, but for what asks a person', () => {
    const argo = committed('gourmetgram');
    const byItself = (names: readonly string[]) => names.filter((name) => !name.startsWith('promote-to-production'));
    expect(named(files, 'pipeline')).toEqual(byItself(named(argo, 'workflowtemplate')));
    expect(named(files, 'cronjob')).toEqual(byItself(named(argo, 'cronworkflow')));
  });

  it('is refused the promotion that asks a person, and told what comes nearest', () => {
    const chart = new Chart(new App(), 'gourmetgram', { namespace: folder });
    // The example knows the package by its name, the tests by its source.
    const promotion = toProduction as never;
    const promote = () => new PromoteOrRevert(chart, 'promote-to-production', { engine: tekton('1.15'), promotion });
    let error: unknown;
    try {
      promote();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(NotPortableError);
    expect(error).toMatchObject({
      at: expect.stringContaining('gourmetgram/promote-to-production'),
      feature: 'waiting for a person (`approval`)',
      fix: expect.stringContaining('pull request'),
    });
  });

  it('runs the same release program on the same records', () => {
    const argo = committed('gourmetgram');
    const programs = named(argo, 'configmap').filter((name) => name.startsWith('program-'));
    expect(named(files, 'configmap')).toEqual(expect.arrayContaining(programs));
    expect(read('configmap_release-gourmetgram-staging')).not.toHaveProperty('data');
  });

  it('tests what was trained, and decides by the record alone', () => {
    const tasks: readonly { name: string; params?: readonly { name: string; value: string }[] }[] =
      read('pipeline_cron-train').spec.tasks;
    const given = (name: string) =>
      Object.fromEntries(
        tasks.find((task) => task.name === name)?.params?.map((each) => [each.name, each.value]) ?? [],
      );
    expect(given('begin-gate')).toMatchObject({
      'model-version': '$(tasks.register-model.results.model-version)',
      digest: '$(tasks.append-layer.results.digest)',
    });
    expect(given('read-decision')).toEqual({
      'model-version': '$(tasks.register-model.results.model-version)',
      'run-name': '$(context.pipelineRun.name)',
    });
  });

  it('emits no run that GitOps would start again and again', () => {
    for (const [file, text] of files) expect(text, file).not.toMatch(/^kind: (PipelineRun|TaskRun)$/m);
  });

  it.skipIf(!canJudge)('has runs in its ConfigMaps that Tekton takes', () => {
    const place = mkdtempSync(join(tmpdir(), 'runs-'));
    const written = [...files].filter(([file]) => /\/(configmap|pipeline|task)_/.test(file));
    for (const [file, text] of written) {
      const run = parse(text).data?.['run.json'];
      if (run !== undefined || !file.includes('configmap_'))
        writeFileSync(join(place, file.replaceAll('/', '-')), run ?? text);
    }
    const names = written.map(([file]) => join(place, file.replaceAll('/', '-')));
    const verdicts = judge(names.filter((name) => !/configmap_(program|sample|release|verdicts)/.test(name)));
    rmSync(place, { recursive: true });
    expect(verdicts.filter(({ kind }) => kind === 'PipelineRun').length).toBeGreaterThan(30);
    expect(verdicts.filter(isRed)).toEqual([]);
  });
});
