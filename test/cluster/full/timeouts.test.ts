import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { cannotPull, exits, hangs, neverScheduled, type Outcome, succeeds } from '../kubelet/outcome';
import { nodeOf, outputsOf, podsOf } from '../reading';

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

  const run = (outcome: Outcome) => cluster.run('release', { scenario: { gate: outcome, 'end-red': exits(1) } });
  const arms = ['gate.gate', 'on-gate-verdict.error'];

  it('that hangs is an error, and the run ends red', async () => {
    const ended = await run(hangs);
    expect(outputsOf(ended, 'gate').verdict).toBe('error');
    expect(podsOf(ended)).toEqual(arms);
    expect(ended.phase).toBe('Failed');
  });

  // With podGC the run would go on until its deadline, an hour later: docs/adr/0007.
  it.for(outcomes.slice(1))('that %s takes the error arm, and the run ends red at once', async ([, outcome]) => {
    const ended = await run(outcome);
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
