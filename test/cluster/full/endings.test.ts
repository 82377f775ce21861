import { describe, expect, it } from 'vitest';
import { argo, Image, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { listPath } from '../api/paths';
import { api, install } from '../cluster';
import { exits, hangs, killed, neverScheduled, nodeLost, silent, succeeds } from '../kubelet/outcome';
import { nodeOf, podsOf, seenBy } from '../reading';
import type { Run } from '../run';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { version: text() }, command: ['train'] });
const clean = task('clean', {
  image,
  inputs: { status: text(), note: text() },
  command: ({ inputs }) => ['clean', inputs.status, inputs.note],
});
const publish = task('publish', { image, inputs: { version: text() }, command: ['publish'] });
const unit = pipeline('unit', { note: text({ default: 'nightly' }) }, (p, { note }) => {
  const trained = p.step(train, {});
  p.finally((p, { status }) => {
    p.step(clean, { status, note });
  });
  return { version: trained.outputs.version };
});
const cluster = install((chart) => {
  const template = new WorkflowTemplate(chart, 'unit', { pipeline: unit, engine: argo('4.0') });
  const nested = pipeline('nested', {}, (p) => {
    p.step(publish, { version: p.step(unit, {}).outputs.version });
  });
  const referring = pipeline('referring', {}, (p) => {
    p.step(publish, { version: p.step(template, {}).outputs.version });
  });
  new WorkflowTemplate(chart, 'nested', { pipeline: nested, engine: argo('4.0') });
  new WorkflowTemplate(chart, 'referring', { pipeline: referring, engine: argo('4.0') });
});
const cleaned = (run: Run) =>
  podsOf(run)
    .filter((path) => path.endsWith('.clean'))
    .flatMap((path) => seenBy(run, path));

describe.for(['unit', 'nested', 'referring'])('the finally block of %s', (name) => {
  it('runs after success', async () => {
    const run = await cluster.run(name, { scenario: { train: succeeds({ version: '7' }) } });
    expect(cleaned(run)).toMatchObject([{ argv: ['clean', 'Succeeded', 'nightly'] }]);
    expect(run.phase).toBe('Succeeded');
  });

  it.for([
    ['failed', exits(3)],
    ['was killed', killed],
    ['was lost with its node', nodeLost],
    ['left no output', silent],
  ] as const)('runs after the body %s', async ([, outcome]) => {
    const run = await cluster.run(name, { scenario: { train: outcome } });
    expect(cleaned(run)).toMatchObject([{ argv: ['clean', 'Failed', 'nightly'] }]);
    expect(podsOf(run)).not.toContain('publish');
    expect(['Failed', 'Error']).toContain(run.phase);
  });

  it.for([
    ['runs', hangs],
    ['waits for a node', neverScheduled],
  ] as const)('runs at the deadline of the run while a pod %s', async ([, outcome]) => {
    const run = await cluster.run(name, {
      scenario: { train: outcome },
      workflow: (workflow) => ({ ...workflow, spec: { ...workflow.spec, activeDeadlineSeconds: 3 } }),
    });
    expect(cleaned(run)).toMatchObject([{ argv: ['clean', 'Failed', 'nightly'] }]);
    expect(run.phase).toBe('Failed');
  });

  it.for([
    ['Stop', 1],
    ['Terminate', 0],
  ] as const)('runs when somebody stops the run, not when somebody terminates it: %s', async ([shutdown, times]) => {
    const run = await cluster.run(name, {
      scenario: { train: hangs },
      meanwhile: async ({ spec, status, metadata }) => {
        const running = Object.values(status?.nodes ?? {}).some(
          ({ type, phase }) => type === 'Pod' && phase === 'Running',
        );
        if (!running || spec.shutdown !== undefined) return;
        const path = listPath('argoproj.io/v1alpha1', 'Workflow', cluster.namespace);
        await api.patch(`${path}/${metadata.name}`, { spec: { shutdown } });
      },
    });
    expect(cleaned(run)).toHaveLength(times);
    expect(run.phase).toBe('Failed');
  });

  it('that fails leaves a failed run failed', async () => {
    const run = await cluster.run(name, { scenario: { train: exits(1), clean: exits(1) } });
    expect(run.phase).toBe('Failed');
  });
});

describe('a finally block that fails after success', () => {
  const scenario = { train: succeeds({ version: '7' }), clean: exits(1) };

  it('turns a run of its own red', async () => {
    const run = await cluster.run('unit', { scenario });
    expect(nodeOf(run, '').phase).toBe('Succeeded');
    expect(run.phase).toBe('Failed');
  });

  it.for(['nested', 'referring'])('does not change the colour of the run around it: %s', async (name) => {
    const run = await cluster.run(name, { scenario });
    expect(podsOf(run)).toContain('publish');
    expect(run.phase).toBe('Succeeded');
  });
});
