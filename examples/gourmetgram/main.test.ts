import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { committed, synthesized } from '../../test/synthesized';
import { canary, production, staging } from './environments';

describe('the gourmetgram example', () => {
  const files = synthesized('gourmetgram');
  const read = (file: string) => parse(files.get(`argo/${file}.yaml`) ?? '');

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('gourmetgram').keys()]);
    for (const [file, text] of files) {
      await expect(text).toMatchFileSnapshot(`../../dist-manifests/gourmetgram/${file}`);
    }
  });

  it('can be told by hand what to train, in three words', () => {
    expect(read('workflowtemplate_train-model').spec.arguments.parameters).toMatchObject([
      { name: 'scenario', value: 'normal', enum: ['normal', 'bad-architecture', 'oversized'] },
    ]);
  });

  it('starts every night at two, one run at a time', () => {
    expect(read('cronworkflow_cron-train').spec).toMatchObject({
      schedules: ['0 2 * * *'],
      timezone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      workflowSpec: { workflowTemplateRef: { name: 'cron-train' } },
    });
  });

  it('tests a version only after its evaluation passed', () => {
    const chain = read('workflowtemplate_cron-train').spec.templates.find(({ name = '' }) => name === 'cron-train');
    expect(chain.dag.tasks).toMatchObject([
      { name: 'train-model', templateRef: { name: 'train-model', template: 'train-model' } },
      { name: 'test-staging', depends: 'train-model.Succeeded' },
      { name: 'promote-or-revert', depends: 'train-model.Succeeded && test-staging.Succeeded' },
    ]);
    const training = read('workflowtemplate_train-model').spec.templates;
    const arms = training.find(({ name = '' }) => name === 'train-model-on-evaluate-verdict').steps[0];
    expect(arms.map(({ name = '', template = '' }) => [name, template])).toEqual([
      ['pass', 'train-model-on-evaluate-verdict-pass'],
      ['fail', 'end-red'],
      ['error', 'end-red'],
      ['inconclusive', 'end-red'],
    ]);
  });

  it('asks staging for exactly the version that was trained', () => {
    const gate = read('workflowtemplate_test-staging').spec.templates;
    const checks = gate.find(({ name = '' }) => name === 'test-staging-test-measure-checks').steps;
    const names = checks.map(([{ name = '' }]) => name);
    expect(names).toEqual([
      'wait-rollout',
      'check-http-predict',
      'check-pods',
      'check-load-predict',
      'check-pods-again',
      'prove-again',
    ]);
    const version = { name: 'version', value: '1.0.{{inputs.parameters.model-version}}' };
    expect(checks[1][0].arguments.parameters).toEqual([version]);
    expect(checks[0][0].arguments.parameters).toEqual([
      version,
      { name: 'deployed', value: '{{inputs.parameters.begin-gate-deployed}}' },
      { name: 'commit', value: expect.stringContaining('inputs.parameters') },
    ]);
  });

  it('judges by the limits of the task it was built for', () => {
    const gate = read('workflowtemplate_test-staging').spec.templates;
    const env = (name: string) => {
      const { container } = gate.find((each: { name: string }) => each.name === name);
      return Object.fromEntries(container.env.map((each: { name: string; value: string }) => [each.name, each.value]));
    };
    expect(JSON.parse(env('check-load-predict').LIMITS)).toEqual({
      successRate: { above: 0.95 },
      p95: { below: 2000 },
    });
    expect(env('check-pods')).toMatchObject({ CPU: 'warn' });
    expect(env('check-pods').MEMORY_HEADROOM ?? '0').toBe('0');
  });

  it('takes staging back whatever is not a pass', () => {
    const { container } = read('workflowtemplate_promote-or-revert').spec.templates.find(
      ({ name = '' }) => name === 'revert-candidate',
    );
    expect(container.env).toEqual(
      expect.arrayContaining([
        { name: 'ON_ERROR', value: 'revert' },
        { name: 'ON_INCONCLUSIVE', value: 'revert' },
        { name: 'NO_BASELINE', value: 'initial' },
        { name: 'INITIAL_TAG', value: 'staging-1.0.0' },
      ]),
    );
  });

  it('lets runs by hand and at night wait for each other', () => {
    for (const name of ['train-model', 'test-staging', 'cron-train']) {
      expect(read(`workflowtemplate_${name}`).spec.synchronization).toEqual({ mutexes: [{ name: 'gourmetgram' }] });
    }
  });

  it('calls no service by the name of the pod itself', () => {
    for (const [file, text] of files) {
      if (!file.startsWith('argo/configmap_program')) expect(text).not.toMatch(/localhost|127\.0\.0\.1/);
    }
  });

  it('registers and builds only what passed, and begins the chain of aliases with development', () => {
    const templates = read('workflowtemplate_train-model').spec.templates;
    const passed = templates.find(({ name = '' }) => name === 'train-model-on-evaluate-verdict-pass');
    expect(passed.dag.tasks).toMatchObject([
      { name: 'register-model', template: 'register-model' },
      {
        name: 'build-container-image',
        depends: 'register-model.Succeeded',
        templateRef: { name: 'build-container-image', template: 'build-container-image' },
      },
    ]);
    const { env } = templates.find(({ name = '' }) => name === 'register-model').container;
    expect(env).toContainEqual({ name: 'ALIAS', value: 'development' });
  });

  it('writes the model and its version into the image, and tags it for staging', () => {
    const templates = read('workflowtemplate_build-container-image').spec.templates;
    const { env } = templates.find(({ name = '' }) => name === 'append-layer').container;
    expect(env).toContainEqual({ name: 'FILES', value: '{"data/model.pth":"/app/food11.pth"}' });
    expect(env).toContainEqual({ name: 'VERSION_FILE', value: '/app/versions.txt' });
    const call = (name: string) => {
      const found = read(`workflowtemplate_${name}`).spec.templates.find(
        (each: { name?: string }) => each.name === name,
      );
      const { parameters } = found.dag.tasks.find((task: { name: string }) => task.name === 'append-layer').arguments;
      return Object.fromEntries(parameters.map((each: { name: string; value: string }) => [each.name, each.value]));
    };
    expect(call('build-container-image')).toMatchObject({
      version: '1.0.{{inputs.parameters.model-version}}',
      tags: 'staging-1.0.{{inputs.parameters.model-version}}',
    });
    expect(call('build-initial')).toMatchObject({
      'model-version': '0',
      version: '1.0.0',
      tags: 'staging-1.0.0,canary-1.0.0,production-1.0.0',
    });
  });

  it('names tags and aliases after the environments', () => {
    expect([staging, canary, production].map(({ alias }) => alias)).toEqual(['staging', 'canary', 'production']);
    expect(staging.tag('5')).toMatchObject({ source: { parts: ['staging-1.0.5'] } });
  });
});
