import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { cannotPull, exits, hangs, neverScheduled, type Outcome, succeeds } from '../kubelet/outcome';
import { nodeOf, outputsOf, podsOf } from '../reading';
import type { RunOptions } from '../run';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const outcomes = [
  ['hangs', hangs],
  ['never finds a node', neverScheduled],
  ['never gets its image', cannotPull],
] as const;

describe('a gate at its timeout', () => {
  const gate = task('gate', {
    image,
    outputs: { verdict: verdict() },
    timeout: Duration.seconds(4),
    command: ['gate'],
  });
  const cluster = install((chart) => {
    const release = pipeline('release', {}, (p) => {
      p.match(p.step(gate, {}).outputs.verdict, {
        pass: (p) => p.step(task('publish', { image, command: ['publish'] }), {}),
        fail: hold(),
        error: hold(),
        inconclusive: hold(),
      });
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });

  const run = (outcome: Outcome, options: Partial<RunOptions> = {}) =>
    cluster.run('release', { scenario: { gate: outcome, 'end-red': exits(1) }, ...options });
  const arms = ['gate.gate', 'on-gate-verdict.error'];

  it('that hangs is an error, and the run ends red', async () => {
    const ended = await run(hangs);
    expect(outputsOf(ended, 'gate').verdict).toBe('error');
    expect(podsOf(ended)).toEqual(arms);
    expect(ended.phase).toBe('Failed');
  });

  it('that never gets its image takes the error arm, and the run ends red at once', async () => {
    const ended = await run(cannotPull);
    expect(podsOf(ended)).toEqual(arms);
    expect(nodeOf(ended, 'on-gate-verdict.error').message).toBe('main: Error (exit code 1)');
    expect(ended.phase).toBe('Failed');
  });

  // The controller labels the pod that it gave up, and sees it no more. One that looks again before the label is there, as this
  // one does, whose DEFAULT_REQUEUE_TIME is 50 ms and not 10 s, waits for it until the deadline of the run: docs/adr/0007.
  it('that never finds a node takes the error arm, and the run ends red at the latest at its deadline', async () => {
    const ended = await run(neverScheduled, {
      workflow: (workflow) => ({ ...workflow, spec: { ...workflow.spec, activeDeadlineSeconds: 15 } }),
    });
    expect(podsOf(ended)).toEqual(arms);
    expect(nodeOf(ended, 'on-gate-verdict.error').message).toBe('main: Error (exit code 1)');
    expect(ended.phase).toBe('Failed');
  });
});

describe('a task with retry at its timeout', () => {
  const train = task('train', {
    image,
    outputs: { version: text() },
    timeout: Duration.seconds(4),
    retry: { limit: 1 },
    command: ['train'],
  });
  const cluster = install((chart) => {
    const release = pipeline('release', {}, (p) => {
      p.step(train, {});
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });

  it('is ended when it hangs', async () => {
    const run = await cluster.run('release', { scenario: { train: hangs } });
    expect(run.phase).toBe('Failed');
  });

  it.for(outcomes.slice(1))('is ended only at the deadline of the run when it %s', async ([, outcome]) => {
    const run = await cluster.run('release', {
      scenario: { train: outcome },
      workflow: (workflow) => ({ ...workflow, spec: { ...workflow.spec, activeDeadlineSeconds: 9 } }),
    });
    expect(nodeOf(run, 'train').phase).toBe('Failed');
    expect(run.phase).toBe('Failed');
    expect(run.seconds).toBeGreaterThan(8);
  });

  it('hands on its output when it is in time', async () => {
    const run = await cluster.run('release', { scenario: { train: succeeds({ version: '7' }) } });
    expect(outputsOf(run, 'train')).toEqual({ version: '7' });
  });
});
