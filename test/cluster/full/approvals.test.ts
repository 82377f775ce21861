import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits } from '../kubelet/outcome';
import { podsOf } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const release = pipeline('release', {}, (p) => {
  p.step(task('train', { image, command: ['train'] }), {});
  const asked = p.approval({ expires: Duration.hours(20) });
  p.match(asked.outputs.decision, {
    approve: (p) => p.step(task('publish', { image, command: ['publish'] }), {}),
    refuse: hold('refused'),
    expired: hold('expired'),
  });
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});
const scenario = { 'end-red': exits(1) };
const answered = (decision: string) =>
  cluster.run('release', { scenario, answers: { approve: { set: { decision } } } });

describe('an approval', () => {
  it('lets the run go on when somebody approves', async () => {
    const run = await answered('approve');
    expect(podsOf(run)).toEqual(['train', 'on-approve-decision.approve']);
    expect(run.phase).toBe('Succeeded');
  });

  it('ends red when somebody refuses', async () => {
    const run = await answered('refuse');
    expect(podsOf(run)).toEqual(['train', 'on-approve-decision.refuse']);
    expect(run.phase).toBe('Failed');
  });

  it.for(['APPROVE', 'approve ', 'yes', '', "{{= 'approve' }}", "approve' || '"])(
    'counts as expired when the answer is %s',
    async (decision) => {
      const run = await answered(decision);
      expect(podsOf(run)).toEqual(['train', 'on-approve-decision.expired']);
      expect(run.phase).toBe('Failed');
    },
  );

  it('counts as expired when somebody resumes the run without an answer', async () => {
    const run = await cluster.run('release', { scenario, answers: { approve: {} } });
    expect(podsOf(run)).toEqual(['train', 'on-approve-decision.expired']);
    expect(run.phase).toBe('Failed');
  });

  const short = cluster.withTemplate('release-approve', (template) => ({ ...template, suspend: { duration: '2s' } }));

  it('expires', async () => {
    const run = await short.run('release', { scenario });
    expect(podsOf(run)).toEqual(['train', 'on-approve-decision.expired']);
    expect(run.phase).toBe('Failed');
  });

  it('counts an answer that was given before it expired', async () => {
    const run = await short.run('release', {
      scenario,
      answers: { approve: { set: { decision: 'approve' }, resume: false } },
    });
    expect(podsOf(run)).toEqual(['train', 'on-approve-decision.approve']);
    expect(run.phase).toBe('Succeeded');
  });
});
