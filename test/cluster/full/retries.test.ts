import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, killed, nodeLost, silent, succeeds } from '../kubelet/outcome';
import { nodeOf, podsOf, seenBy } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { version: text() }, command: ['train'], retry: { limit: 1 } });
const gate = task('gate', { image, outputs: { verdict: verdict() }, command: ['gate'] });
const publish = task('publish', {
  image,
  inputs: { version: text() },
  command: ({ inputs }) => ['publish', inputs.version],
});
const release = pipeline('release', {}, (p) => {
  const trained = p.step(train, {});
  const judged = p.step(gate, {}, { after: [trained] });
  p.match(judged.outputs.verdict, {
    pass: (p) => p.step(publish, { version: trained.outputs.version }),
    fail: hold(),
    error: (p) => p.step(publish, { version: trained.outputs.version }),
    inconclusive: hold(),
  });
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
}).withTemplate('train', (template) => ({
  ...template,
  retryStrategy: { ...template.retryStrategy, backoff: { duration: '1s' } },
}));
const passed = succeeds({ verdict: 'pass' });

describe('a step with retry', () => {
  it('is tried again when Argo could not read its outputs, and hands on those of the last attempt', async () => {
    const run = await cluster.run('release', {
      scenario: { train: [silent, succeeds({ version: '8' })], gate: passed },
    });
    expect(podsOf(run).slice(0, 2)).toEqual(['train', 'train']);
    expect(seenBy(run, 'on-gate-verdict.pass')).toMatchObject([{ argv: ['publish', '8'] }]);
    expect(run.phase).toBe('Succeeded');
  });

  it.for([
    ['its program fails', exits(1)],
    ['it is killed', killed],
    ['its node is lost', nodeLost],
  ] as const)('is not tried again when %s', async ([, outcome]) => {
    const run = await cluster.run('release', { scenario: { train: outcome } });
    expect(podsOf(run)).toEqual(['train']);
    expect(run.phase).toBe('Failed');
  });

  it('ends red after the last attempt', async () => {
    const run = await cluster.run('release', { scenario: { train: silent } });
    expect(podsOf(run)).toEqual(['train', 'train']);
    expect(nodeOf(run, 'train').message).toBe('No more retries left');
    expect(run.phase).toBe('Error');
  });
});

describe('a gate that Argo tries again', () => {
  const again = cluster.withTemplate('gate', (template) => ({
    ...template,
    retryStrategy: { limit: 1, retryPolicy: 'Always' },
  }));
  const train = succeeds({ version: '7' });

  it('counts by its last attempt, and the first one leaves nothing red', async () => {
    const run = await again.run('release', { scenario: { train, gate: [killed, passed] } });
    expect(podsOf(run)).toEqual(['train', 'gate.gate', 'gate.gate', 'on-gate-verdict.pass']);
    expect(nodeOf(run, 'on-gate-verdict-ends-red').phase).toBe('Skipped');
    expect(run.phase).toBe('Succeeded');
  });

  it('takes the error arm after the last attempt, and ends red although the arm succeeds', async () => {
    const run = await again.run('release', { scenario: { train, gate: killed, 'end-red': exits(1) } });
    expect(podsOf(run)).toEqual([
      'train',
      'gate.gate',
      'gate.gate',
      'on-gate-verdict.error',
      'on-gate-verdict-ends-red',
    ]);
    expect(run.phase).toBe('Failed');
  });
});
