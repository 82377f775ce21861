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
    ]);
    const training = read('workflowtemplate_train-model').spec.templates;
    const arms = training.find(({ name = '' }) => name === 'train-model-on-evaluate-verdict').steps[0];
    expect(arms.map(({ name = '', template = '' }) => [name, template])).toEqual([
      ['fail', 'end-red'],
      ['error', 'end-red'],
      ['inconclusive', 'end-red'],
    ]);
  });

  it('asks staging for exactly the version that was trained', () => {
    const gate = read('workflowtemplate_test-staging').spec.templates;
    const checks = gate.find(({ name = '' }) => name === 'test-staging-checks').steps[0][0];
    expect(checks.arguments.parameters).toEqual([
      { name: 'version', value: '1.0.{{inputs.parameters.model-version}}' },
    ]);
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

  it('begins the chain of aliases with development, which training sets', () => {
    const training = read('workflowtemplate_train-model').spec.templates;
    const { env } = training.find(({ name = '' }) => name === 'train').container;
    expect(env).toContainEqual({ name: 'MODEL_ALIAS', value: 'development' });
  });

  it('names tags and aliases after the environments', () => {
    expect([staging, canary, production].map(({ alias }) => alias)).toEqual(['staging', 'canary', 'production']);
    expect(staging.tag('5')).toMatchObject({ source: { parts: ['staging-1.0.5'] } });
  });
});
