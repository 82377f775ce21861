import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, killed, type Outcome, succeeds } from '../kubelet/outcome';
import { podsOf } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const gate = task('gate', { image, outputs: { verdict: verdict(), reason: text() }, command: ['gate'] });
const step = (name: string) => task(name, { image, outputs: { digest: text() }, command: [name] });
const tell = task('tell', { image, inputs: { digest: text() }, command: ({ inputs }) => ['tell', inputs.digest] });

describe('what stands below a branch on a verdict', () => {
  const cluster = install((chart) => {
    const release = pipeline('release', {}, (p) => {
      const judged = p.match(p.step(gate).outputs.verdict, {
        pass: (p) => p.step(step('stage')),
        fail: (p) => p.step(step('discard')),
        error: hold(),
        inconclusive: hold(),
      });
      p.step(step('publish'));
      p.step(tell, { digest: judged.outputs.digest });
      p.step(step('beside'), {}, { after: [] });
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });
  const run = (outcome: Outcome) =>
    cluster.run('release', {
      scenario: {
        gate: outcome,
        stage: succeeds({ digest: 'a' }),
        discard: succeeds({ digest: 'b' }),
        publish: succeeds({ digest: 'c' }),
        beside: succeeds({ digest: 'd' }),
        'end-red': exits(1),
      },
    });
  const judging = (word: string) => succeeds({ verdict: word, reason: 'because' });

  it('runs on pass', async () => {
    const ran = await run(judging('pass'));
    expect(podsOf(ran)).toEqual(expect.arrayContaining(['on-gate-verdict.pass', 'publish', 'tell', 'beside']));
    expect(ran.phase).toBe('Succeeded');
  });

  it('does not run on fail, except for what uses what the arm hands on', async () => {
    const ran = await run(judging('fail'));
    expect(podsOf(ran)).not.toContain('publish');
    expect(podsOf(ran)).toEqual(expect.arrayContaining(['on-gate-verdict.fail', 'tell', 'beside']));
    expect(ran.phase).toBe('Failed');
  });

  it.for([
    ['inconclusive', judging('inconclusive')],
    ['nonsense', judging('passed')],
    ['a crash', exits(3)],
    ['a kill', killed],
  ] as const)('does not run on %s', async ([, outcome]) => {
    const ran = await run(outcome);
    expect(podsOf(ran)).not.toContain('publish');
    expect(podsOf(ran)).not.toContain('tell');
    expect(ran.phase).toBe('Failed');
  });
});

describe('what stands below a branch on a decision', () => {
  const cluster = install((chart) => {
    const release = pipeline('release', {}, (p) => {
      const asked = p.approval({ expires: Duration.seconds(3) });
      p.match(asked.outputs.decision, {
        approve: (p) => p.step(step('note')),
        refuse: (p) => p.step(step('regret')),
        expired: hold('expired'),
      });
      p.step(step('publish'));
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });

  it('does not run when nobody answers', async () => {
    const ran = await cluster.run('release', {
      scenario: { publish: succeeds({ digest: 'c' }), 'end-red': exits(1) },
    });
    expect(podsOf(ran)).not.toContain('publish');
    expect(ran.phase).toBe('Failed');
  });
});
