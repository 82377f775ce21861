import { describe, expect, it } from 'vitest';
import { argo, fmt, hold, Image, pipeline, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, killed, nodeLost, type Outcome, oomKilled, silent, succeeds } from '../kubelet/outcome';
import { nodeOf, podsOf } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const runId = text({ pattern: /[a-z0-9]{1,32}/ });
const gru = task('gru', { image, outputs: { runId }, command: ['gru'] });
const lstm = task('lstm', { image, outputs: { runId }, command: ['lstm'] });
const gate = task('gate', { image, inputs: { runId }, outputs: { verdict: verdict() }, command: ['gate'] });
const select = task('select', { image, inputs: { members: text() }, command: ['select'] });

const tournament = pipeline('tournament', {}, (p) => {
  const first = p.attempt((p) => p.step(gru), { name: 'first' });
  const second = p.attempt(
    (p) => {
      const trained = p.step(lstm);
      const judged = p.step(gate, { runId: trained.outputs.runId });
      p.match(judged.outputs.verdict, {
        pass: (p) => p.step(task('keep', { image, command: ['keep'] })),
        fail: hold('rejected'),
        error: hold(),
        inconclusive: hold(),
      });
      return trained;
    },
    { name: 'second' },
  );
  p.step(select, { members: fmt`${first.outputs.runId.orElse('none')} ${second.outputs.runId.orElse('none')}` });
});

const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'tournament', { pipeline: tournament, engine: argo('4.0') });
});

const good = {
  gru: succeeds({ 'run-id': 'g1' }),
  lstm: succeeds({ 'run-id': 'l1' }),
  gate: succeeds({ verdict: 'pass' }),
  'end-red': exits(1),
};
const run = (others: Readonly<Record<string, Outcome>>) =>
  cluster.run('tournament', { scenario: { ...good, ...others } });
const taken = (ended: Awaited<ReturnType<typeof run>>) =>
  nodeOf(ended, 'select').inputs?.parameters?.find(({ name }) => name === 'members')?.value;

describe('an attempt', () => {
  it('that succeeds hands on what its block does', async () => {
    const ended = await run({});
    expect(taken(ended)).toBe('g1 l1');
    expect(ended.phase).toBe('Succeeded');
  });

  const failed: Readonly<Record<string, readonly [Readonly<Record<string, Outcome>>, string]>> = {
    'exits 1 after it wrote its output': [{ gru: exits(1, { 'run-id': 'g1' }) }, 'none l1'],
    'runs out of memory': [{ gru: oomKilled }, 'none l1'],
    'is killed': [{ gru: killed }, 'none l1'],
    'is lost with its node': [{ gru: nodeLost }, 'none l1'],
    'writes nothing': [{ gru: silent }, 'none l1'],
    'fails at its first of several steps': [{ lstm: killed }, 'g1 none'],
    'writes what its own next step refuses': [{ lstm: succeeds({ 'run-id': 'NOT-ONE' }) }, 'g1 none'],
    'has a gate that fails': [{ gate: succeeds({ verdict: 'fail' }) }, 'g1 none'],
    'has a gate that is killed': [{ gate: killed }, 'g1 none'],
    'fails beside another that fails': [{ gru: oomKilled, lstm: exits(1) }, 'none none'],
  };
  it.for(Object.entries(failed))('that %s leaves the rest of the run as it is', async ([, [others, members]]) => {
    const ended = await run(others);
    expect(taken(ended)).toBe(members);
    expect(podsOf(ended)).toContain('select');
    expect(ended.phase).toBe('Succeeded');
  });

  it('that hands on what its readers refuse ends the run red', async () => {
    const ended = await run({ gru: succeeds({ 'run-id': '{{workflow.name}}' }) });
    expect(podsOf(ended)).not.toContain('select');
    expect(ended.phase).not.toBe('Succeeded');
  });
});
