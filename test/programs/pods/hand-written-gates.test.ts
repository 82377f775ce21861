import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type JsonRecord, valueAt } from '../../../src/programs/json-value';
import { lookAt } from '../../../src/programs/pods/generation-troubles';
import { worst } from '../../../src/programs/pods/pod-trouble';
import { isProven } from '../../../src/programs/version-proof';
import { isControlledBy } from '../../../src/programs/workload/owned';
import { oldPod } from '../workload/rollout';
import { container, now, pod, terminated, waiting } from './pod';

/** What gates in shell ask: kubectl get pods -o jsonpath='{.items[0].status…}', the phase and the current state only. */
function inShell(pods: readonly JsonRecord[]): 'pass' | 'fail' {
  const [first] = pods;
  const state = valueAt(first, 'status', 'containerStatuses', '0', 'state');
  const reason = valueAt(state, 'waiting', 'reason') ?? valueAt(state, 'terminated', 'reason');
  return valueAt(first, 'status', 'phase') === 'Running' && reason === undefined ? 'pass' : 'fail';
}

/** What ours finds in the same pods. */
function ours(pods: readonly JsonRecord[], wanted = 1): string {
  const generation = {
    id: 'uid-new',
    name: 'fraud-new',
    wanted,
    containers: ['app'],
    runs: [],
    annotations: {},
    selector: '',
    older: 0,
  };
  const newest = pods.filter((each) => isControlledBy(each, 'uid-new'));
  return worst(lookAt({ ...generation, pods: newest }, undefined, now).troubles)?.verdict ?? 'pass';
}

const oom = terminated(137, 'OOMKilled');

describe('a gate over pods that was written by hand', () => {
  it.each<[string, readonly JsonRecord[], number, string]>([
    [
      'a pod that was OOMKilled and runs again: that stands in lastState only',
      [pod({ containers: [container('app', { lastState: oom, restarts: 3 })] })],
      1,
      'fail',
    ],
    [
      'a second pod that crashes',
      [
        pod(),
        pod({
          name: 'fraud-new-2',
          containers: [container('app', { state: waiting('CrashLoopBackOff'), lastState: oom })],
        }),
      ],
      2,
      'fail',
    ],
    [
      'a second container that crashes',
      [
        pod({
          containers: [container('app'), container('worker', { state: waiting('CrashLoopBackOff'), lastState: oom })],
        }),
      ],
      1,
      'fail',
    ],
    [
      'the healthy pod of the version before, while the new one crashes',
      [oldPod(), pod({ containers: [container('app', { state: waiting('CrashLoopBackOff'), lastState: oom })] })],
      1,
      'fail',
    ],
    ['the healthy pod of the version before, while there is no new one', [oldPod()], 1, 'error'],
    ['a pod that never gets ready', [pod({ containers: [container('app', { ready: false })] })], 1, 'fail'],
  ])('passes %s', (_, pods, wanted, verdict) => {
    expect(inShell(pods)).toBe('pass');
    expect(ours(pods, wanted)).toBe(verdict);
  });

  it.each(['1.0.12', '1.0.1-rc1', '1x0y1', '{"version":"1.0.10"}'])(
    'waits for 1.0.1 and takes %s, by grep',
    (answered) => {
      expect(() => execFileSync('grep', ['-q', '1.0.1'], { input: answered })).not.toThrow();
      const proof = { url: new URL('http://app'), field: '', expected: '1.0.1', headers: {}, timeout: 1 };
      expect(isProven({ version: answered }, proof)).toBe(false);
    },
  );
});
