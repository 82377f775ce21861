import { describe, expect, it } from 'vitest';
import { committed } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { exits, killed, nodeLost, type Outcome, oomKilled, programKilled, silent, succeeds } from '../kubelet/outcome';
import { phasesOf, playedRun, taskOf } from '../tekton/reading';

const cluster = committed(committedManifests()['hello-tekton'] ?? []);
const run = async (smoke: Outcome, options: Parameters<typeof cluster.runPipeline>[1] = {}) => {
  const scenario = { train: succeeds({ 'model-version': '7' }), smoke };
  return playedRun(await cluster.runPipeline('release', { scenario, ...options }));
};
const redSteps = ['fail', 'error', 'inconclusive'].map((word) => [`on-smoke-verdict-${word}`, 'Skipped'] as const);

describe.concurrent('hello-tekton on the real controller', () => {
  it('publishes a model that passes the gate, and ends green', async () => {
    const passed = await run(succeeds({ verdict: 'pass', reason: 'fine' }));
    expect(passed).toMatchObject({ phase: 'Succeeded', reason: 'Completed' });
    expect(taskOf(passed, 'smoke').results).toEqual({ verdict: 'pass', reason: 'fine' });
    expect(phasesOf(passed)).toEqual({
      train: 'Succeeded',
      smoke: 'Succeeded',
      publish: 'Succeeded',
      ...Object.fromEntries(redSteps),
      clean: 'Succeeded',
    });
  });

  const held: Readonly<Record<string, readonly [Outcome, string]>> = {
    'writes fail': [succeeds({ verdict: 'fail', reason: 'too slow' }), 'fail'],
    'writes inconclusive': [succeeds({ verdict: 'inconclusive' }), 'inconclusive'],
    'writes error and exits 1': [exits(1, { verdict: 'error' }), 'error'],
    'writes pass and exits 1': [exits(1, { verdict: 'pass' }), 'error'],
    'writes pass and is killed, but not its container': [{ ...programKilled, files: { verdict: 'pass' } }, 'error'],
    'writes nothing': [silent, 'error'],
    'writes PASS': [succeeds({ verdict: 'PASS' }), 'error'],
    'writes pass and a space': [succeeds({ verdict: 'pass ' }), 'error'],
    'writes quotes': [succeeds({ verdict: "pass' || true || '" }), 'error'],
    'writes a reference': [succeeds({ verdict: '$(params.model-version)' }), 'error'],
  };
  it.for(Object.entries(held))('holds a model whose gate %s', async ([, [outcome, word]]) => {
    const ended = await run(outcome);
    expect(taskOf(ended, 'smoke').results.verdict).toBe(word);
    expect(phasesOf(ended)).toEqual({
      train: 'Succeeded',
      smoke: 'Succeeded',
      publish: 'Skipped',
      ...Object.fromEntries(redSteps),
      [`on-smoke-verdict-${word}`]: 'Failed',
      clean: 'Succeeded',
    });
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });

  const passed = { verdict: 'pass', reason: 'fine' };
  const dead: Readonly<Record<string, readonly [Outcome, string]>> = {
    'runs out of memory, and its node says so': [{ ...oomKilled, files: passed }, 'StepOOM'],
    'runs out of memory, and its node does not say so': [{ ...killed, files: passed }, 'TaskRunTimeout'],
    'is lost with its node': [nodeLost, 'Failed'],
  };
  it.for(Object.entries(dead))('publishes nothing when the gate %s, and cleans up', async ([, [outcome, reason]]) => {
    const ended = await run(outcome, reason === 'TaskRunTimeout' ? { timeouts: { smoke: '5s' } } : {});
    expect(taskOf(ended, 'smoke')).toMatchObject({ phase: 'Failed', reason, results: {} });
    expect(taskOf(ended, 'publish').phase).toBe('Skipped');
    expect(taskOf(ended, 'clean').phase).toBe('Succeeded');
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });

  it('tests nothing when training fails, and cleans up', async () => {
    const ended = await run(silent, { scenario: { train: exits(1) } });
    expect(phasesOf(ended)).toMatchObject({
      train: 'Failed',
      smoke: 'Skipped',
      publish: 'Skipped',
      clean: 'Succeeded',
    });
    expect(ended).toMatchObject({ phase: 'Failed', reason: 'Failed' });
  });
});
