import { describe, expect, it } from 'vitest';
import { argo, Image, integer, oneOf, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { nodeOf, podsOf, seenBy } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', {
  image,
  inputs: { scenario: text(), epochs: integer(), note: text() },
  command: ({ inputs }) => ['train', inputs.scenario, inputs.epochs, inputs.note],
});
const clean = task('clean', {
  image,
  inputs: { scenario: text() },
  command: ({ inputs }) => ['clean', inputs.scenario],
});
const release = pipeline(
  'release',
  {
    scenario: oneOf(['normal', 'oversized'], { default: 'normal' }),
    epochs: integer({ default: 5, min: 1, max: 100 }),
    note: text({ default: 'nightly' }),
  },
  (p, { scenario, epochs, note }) => {
    p.step(train, { scenario, epochs, note });
    p.finally((p) => {
      p.step(clean, { scenario });
    });
  },
);
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});

describe('a run', () => {
  it('starts with its defaults', async () => {
    const run = await cluster.run('release');
    expect(seenBy(run, 'release.train')).toMatchObject([{ argv: ['train', 'normal', '5', 'nightly'] }]);
    expect(run.phase).toBe('Succeeded');
  });

  it('hands on what it is started with', async () => {
    const run = await cluster.run('release', {
      arguments: { scenario: 'oversized', epochs: '100', note: `it's "so"\n` },
    });
    expect(seenBy(run, 'release.train')).toMatchObject([{ argv: ['train', 'oversized', '100', `it's "so"\n`] }]);
    expect(seenBy(run, 'onExit.finally.clean')).toMatchObject([{ argv: ['clean', 'oversized'] }]);
  });

  it.for<Readonly<Record<string, string>>>([
    { scenario: 'evil' },
    { scenario: '' },
    { scenario: "normal'] || true || ['" },
    { scenario: '{{item}}' },
    { epochs: '0' },
    { epochs: '101' },
    { epochs: '1e1' },
    { epochs: '5; rm -rf /' },
    { note: '{{steps.release.outputs.parameters.x}}' },
    { note: '{{' },
  ])('is refused at once with %o, and nothing runs, not even the finally block', async (parameters) => {
    const run = await cluster.run('release', { arguments: parameters });
    expect(podsOf(run)).toEqual([]);
    expect(run.phase).toBe('Failed');
    const [name] = Object.keys(parameters);
    expect(nodeOf(run, '').message).toContain(`inputs.parameters.${name}`);
  });
});
