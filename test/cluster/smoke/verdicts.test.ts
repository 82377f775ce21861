import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, killed, nodeLost, type Outcome, oomKilled, silent, succeeds } from '../kubelet/outcome';
import { nodeOf, outputsOf, podsOf } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { modelVersion: text() }, command: ['train'] });
const gate = task('gate', {
  image,
  inputs: { modelVersion: text() },
  outputs: { verdict: verdict(), reason: text() },
  command: ({ inputs }) => ['gate', inputs.modelVersion],
});
const publish = task('publish', { image, outputs: { digest: text() }, command: ['publish'] });
const discard = task('discard', {
  image,
  inputs: { reason: text() },
  outputs: { digest: text() },
  command: ['discard'],
});
const tell = task('tell', { image, inputs: { digest: text() }, command: ['tell'] });

const release = pipeline('release', {}, (p) => {
  const trained = p.step(train, {});
  const judged = p.step(gate, { modelVersion: trained.outputs.modelVersion });
  const arms = p.match(judged.outputs.verdict, {
    pass: (p) => p.step(publish, {}),
    fail: (p) => p.step(discard, { reason: judged.outputs.reason }),
    error: hold(),
    inconclusive: hold(),
  });
  p.step(tell, { digest: arms.outputs.digest });
});

const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});

const others = {
  train: succeeds({ 'model-version': '7' }),
  publish: succeeds({ digest: 'sha256:aa' }),
  discard: succeeds({ digest: 'none' }),
  'end-red': exits(1),
};

const run = (gate: Outcome) => cluster.run('release', { scenario: { ...others, gate } });

describe('a gate', () => {
  it('that passes lets the run go on, and the run ends green', async () => {
    const passed = await run(succeeds({ verdict: 'pass' }));
    expect(podsOf(passed)).toEqual(['train', 'gate.gate', 'on-gate-verdict.pass', 'tell']);
    expect(passed.phase).toBe('Succeeded');
  });

  it('that fails takes its arm, lets later steps run, and the run ends red', async () => {
    const failed = await run(succeeds({ verdict: 'fail', reason: 'too slow' }));
    expect(podsOf(failed).slice(0, 3)).toEqual(['train', 'gate.gate', 'on-gate-verdict.fail']);
    expect(podsOf(failed).slice(3).toSorted()).toEqual(['on-gate-verdict-ends-red', 'tell']);
    expect(outputsOf(failed, 'gate').reason).toBe('too slow');
    expect(failed.phase).toBe('Failed');
  });

  const held: Readonly<Record<string, readonly [Outcome, string]>> = {
    'writes error and exits 1': [exits(1, { verdict: 'error' }), 'error'],
    'writes inconclusive': [succeeds({ verdict: 'inconclusive' }), 'inconclusive'],
    'writes pass and exits 1': [exits(1, { verdict: 'pass' }), 'error'],
    'is killed': [killed, 'error'],
    'runs out of memory': [oomKilled, 'error'],
    'is lost with its node': [nodeLost, 'error'],
    'writes nothing': [silent, 'error'],
    'writes PASS': [succeeds({ verdict: 'PASS' }), 'error'],
    'writes pass and a space': [succeeds({ verdict: 'pass ' }), 'error'],
    'writes quotes': [succeeds({ verdict: "pass' || true || '" }), 'error'],
    'writes a tag': [succeeds({ verdict: "{{= 'pass' }}" }), 'error'],
  };
  it.for(Object.entries(held))('that %s is held', async ([, [outcome, verdict]]) => {
    const held = await run(outcome);
    expect(outputsOf(held, 'gate').verdict).toBe(verdict);
    expect(podsOf(held)).toEqual(['train', 'gate.gate', `on-gate-verdict.${verdict}`]);
    expect(nodeOf(held, 'tell').phase).toBe('Omitted');
    expect(held.phase).toBe('Failed');
  });

  it('never hands on a reason that Argo would evaluate', async () => {
    const failed = await run(succeeds({ verdict: 'fail', reason: '{{= 1 + 1 }} {{workflow.name}}' }));
    expect(outputsOf(failed, 'gate').reason).toBe('gate left no reason');
  });
});

describe('a gate that its own wrapper lets down', () => {
  it('still takes the error arm', async () => {
    const broken = cluster.withTemplate('gate-verdict', (template) => ({
      ...template,
      steps: (template.steps ?? []).map((group) => group.map(({ continueOn, ...step }) => step)),
    }));
    const failed = await broken.run('release', { scenario: { ...others, gate: killed } });
    expect(nodeOf(failed, 'gate').phase).toBe('Failed');
    expect(podsOf(failed)).toEqual(['train', 'gate.gate', 'on-gate-verdict.error']);
    expect(failed.phase).toBe('Failed');
  });
});
