import { describe, expect, it } from 'vitest';
import { type Played, play } from '../../test/engines/tekton/play';
import { inService } from './in-service';
import { models } from './models';
import { isOf, manifests } from './written';

describe('a night of the aiops example', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const bytes = `sha256:${'b'.repeat(64)}`;
  const good: Readonly<Record<string, Played>> = {
    'check-source': { files: { outcome: 'ready', source: 'prometheus' } },
    train: { files: { outcome: 'succeeded', diagnosis: 'none', job: 'train-1' } },
    'copy-model': { files: { outcome: 'copied', digest: bytes } },
    'check-model': { files: { verdict: 'pass', reason: 'a Pipeline', diagnosis: 'none', digest } },
    'digest-model': { files: { outcome: 'measured', digest: bytes } },
    'publish-model': {
      files: {
        outcome: 'published',
        'model-version': '8',
        'artifact-uri': 'pvc://model-storage-pvc/m/8',
        'run-id': 'run-1',
        digest,
      },
    },
  };
  const rejected: Played = {
    files: { verdict: 'fail', reason: 'two models', diagnosis: 'several-files', digest: 'none' },
  };
  interface Night {
    readonly when: string;
    readonly leave?: Readonly<Record<string, Played>>;
    readonly params?: Readonly<Record<string, string>>;
    /** Up to where it comes; `copy` where there is something to copy. */
    readonly ran: readonly string[];
    readonly green?: boolean;
  }
  const trained = ['check-source', 'train', 'copy'];
  const nights: readonly Night[] = [
    { when: 'all is well', ran: [...trained, 'check-model', 'publish-model'], green: true },
    {
      when: 'Prometheus is away and synthetic data will do',
      leave: { 'check-source': { files: { outcome: 'fallback', source: 'synthetic' } } },
      ran: [...trained, 'check-model', 'publish-model'],
      green: true,
    },
    {
      when: 'nobody wants the file judged',
      params: { 'health-check-enabled': 'false' },
      ran: [...trained, 'digest-model', 'publish-model'],
      green: true,
    },
    {
      when: 'nobody wants the file judged, and there is none',
      params: { 'health-check-enabled': 'false' },
      leave: { 'digest-model': { files: { outcome: 'refused' }, exit: 1 } },
      ran: [...trained, 'digest-model'],
    },
    {
      when: 'somebody asks for a check that is neither on nor off',
      params: { 'health-check-enabled': 'maybe' },
      ran: [],
    },
    {
      when: 'Prometheus is away and nothing else will do',
      leave: { 'check-source': { files: { outcome: 'refused' }, exit: 1 } },
      ran: ['check-source'],
    },
    {
      when: 'the notebook fails',
      leave: { train: { files: { outcome: 'failed', diagnosis: 'out-of-memory', job: 'train-1' }, exit: 1 } },
      ran: ['check-source', 'train'],
    },
    {
      when: 'the pod that waits for the notebook is killed',
      leave: { train: 'killed' },
      ran: ['check-source', 'train'],
    },
    { when: 'the file is rejected', leave: { 'check-model': rejected }, ran: [...trained, 'check-model', 'fail'] },
    { when: 'the pod that judges is killed', leave: { 'check-model': 'killed' }, ran: [...trained, 'check-model'] },
    {
      when: 'the judge says pass and exits 1',
      leave: { 'check-model': { ...(good['check-model'] as object), exit: 1 } },
      ran: [...trained, 'check-model', 'error'],
    },
  ];
  const cases = models.flatMap((model) =>
    nights.map((night) => [model.contract.name, night.when, model, night] as const),
  );

  it.each(cases)('of %s where %s', (name, _, { device }, { leave = {}, params, ran, green = false }) => {
    const pipelines = manifests.filter(({ kind, metadata }) => kind !== 'CronJob' && isOf(metadata.name, name));
    const serving = inService(name);
    const run = play(
      { manifests: pipelines as never },
      (task) => {
        const stage = task.startsWith('train-') ? 'train' : task;
        return leave[stage] ?? good[stage] ?? serving[stage] ?? {};
      },
      params,
      `retrain-${name}`,
    );
    const stages = run.ran.map((task) => task.replace(/^(train)-.*|^on-check-model-verdict-/, '$1'));
    const copied = ran.map((stage) => (stage === 'copy' ? 'copy-model' : stage));
    expect(stages.filter((task) => task !== 'check-inputs' && !(task in serving))).toEqual(
      device === 'gpu' ? copied : copied.filter((stage) => stage !== 'copy-model'),
    );
    expect(run.green).toBe(green);
    expect(stages.includes('promote-candidate')).toBe(green);
    const source = leave['check-source'] ?? good['check-source'];
    const handed = typeof source === 'object' ? source.files?.source : undefined;
    if (ran.includes('train')) expect(run.given[`train-${name}`]?.env.DATA_SOURCE).toBe(handed);
    if (ran.includes('publish-model')) {
      expect(run.given['publish-model']?.env.MODEL_DIGEST).toBe(ran.includes('check-model') ? digest : bytes);
      expect(run.results['model-version']).toBe('8');
    }
  });

  it('has no bad copy judged: a copy that can not be made ends the run', () => {
    const { metadata } = manifests.find(
      ({ kind, metadata }) => kind === 'Task' && /copy-model$/.test(metadata.name),
    ) ?? {
      metadata: { name: '' },
    };
    const name = metadata.name.replace(/^retrain-(.*)-copy-model$/, '$1');
    const pipelines = manifests.filter(({ kind, metadata }) => kind !== 'CronJob' && isOf(metadata.name, name));
    const run = play(
      { manifests: pipelines as never },
      (task) =>
        task === 'copy-model'
          ? { files: { outcome: 'refused' }, exit: 1 }
          : (good[task.replace(/^train-.*/, 'train')] ?? {}),
      {},
      `retrain-${name}`,
    );
    expect(run.ran).not.toContain('check-model');
    expect(run.green).toBe(false);
  });
});
