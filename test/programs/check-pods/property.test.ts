import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPods } from '../../../src/programs/check-pods/check-pods';
import { contract } from '../../../src/programs/check-pods/contract';
import { startDeadline } from '../../../src/programs/deadline';
import { readEnvironment } from '../../../src/programs/environment';
import { isRecord, type JsonRecord, listAt, recordAt, textAt } from '../../../src/programs/json-value';
import type { KubernetesApi } from '../../../src/programs/kubernetes/api';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { odd, placesIn, withValue } from '../odd-answers';
import { container, pod } from '../pods/pod';
import { deployment, measured, replicaSet } from '../workload/rollout';

/** What the API answers for a Deployment whose only pod is healthy. */
const answers = () => ({
  deployment: deployment(),
  replicaSets: [replicaSet('new')],
  pods: [pod({ containers: [container('app')] })],
  metrics: [0, 1, 2].map((step) => [measured('fraud-new-1', step)]),
});
type Answers = ReturnType<typeof answers>;

/** Judges answers that never change, but for the measurements. */
async function judge(given: Answers, seconds = 0.05): Promise<string> {
  let measurements = 0;
  const lists: Readonly<Record<string, () => readonly JsonRecord[]>> = {
    replicasets: () => given.replicaSets,
    'v1 pods': () => given.pods,
    'metrics.k8s.io/v1beta1 pods': () => given.metrics[measurements++ % 3] ?? [],
  };
  // What is no object, or no list of them, does not get past the API client.
  const api = {
    get: async () => recordAt(given, 'deployment'),
    list: async ({ apiVersion, resource }: { apiVersion: string; resource: string }) =>
      listAt({ items: (lists[`${apiVersion} ${resource}`] ?? lists[resource])?.() }, 'items').filter(isRecord),
  } as unknown as KubernetesApi;
  const env = {
    NAMESPACE: 'n',
    WORKLOAD: 'deployment/fraud',
    PHASE: 'before',
    DEADLINE_SECONDS: '0.1',
    SAMPLE_SECONDS: '0.01',
  };
  const calling = { deadline: startDeadline(seconds), session: openSession('test', () => undefined) };
  try {
    return (await checkPods(readEnvironment(env, contract), api, calling)).verdict;
  } catch (problem) {
    // As `runGate` does.
    if (problem instanceof Trouble) return 'error';
    throw problem;
  }
}

/** Places that say nothing about whether the pod is well: names, images, what is there to be read by people. */
const indifferent = [
  /^deployment\.(apiVersion|kind|spec\.template|metadata\.name$|spec\.(replicas|selector))/,
  /^deployment\.metadata\.annotations$/,
  /\.(image|imageID|kind|window|message|reason|lastState|started|startedAt|apiVersion)(\.|$)/,
  /\.ownerReferences\.0\.name$/,
  /labels/,
  /^replicaSets\.0\.(status|metadata\.name|spec\.template\.spec\.containers\.0\.image)/,
  /^pods\.0\.metadata\.uid$/,
  /resources\.limits\.cpu$/,
  /usage\.cpu$/,
  /^metrics\.\d+\.0\.timestamp$/,
  // Where it is scheduled, once it is ready.
  /^pods\.0\.status\.conditions\.0/,
  /restartCount$/,
  /state\.running$/,
  /^deployment\.metadata\.generation$/,
  /^deployment\.status\.observedGeneration$/,
];

describe('an answer of the API with one thing in it that no test foresaw', () => {
  // Without a whole list: the API client does not let that pass.
  const places = placesIn(answers()).filter((place) => place.length > 1);

  it('passes untouched', async () => {
    expect(await judge(answers(), 5)).toBe('pass');
  });

  it('never passes when the odd thing says whether the pod is well', async () => {
    const telling = places.filter((place) => !indifferent.some((pattern) => pattern.test(place.join('.'))));
    expect(telling.length).toBeGreaterThan(25);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...telling), odd, async (place, value) => {
        const before = answers();
        const changed = withValue(before, place, () => value) as Answers;
        fc.pre(JSON.stringify(changed) !== JSON.stringify(before));
        // A larger limit, and less use, are as good as before.
        const harmless = /^memory$/.test(place.at(-1) ?? '') && /^[+]?\d/.test(String(value));
        fc.pre(!harmless);
        expect(await judge(changed), `${place.join('.')} = ${JSON.stringify(value)}`).not.toBe('pass');
      }),
      { numRuns: 150 },
    );
  });

  it('never ends with anything but one of the four words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), odd, async (place, value) => {
        const changed = withValue(answers(), place, () => value) as Answers;
        expect(['pass', 'fail', 'error', 'inconclusive']).toContain(await judge(changed));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a restart count', () => {
  it('that is no count ends with error', async () => {
    for (const restartCount of [-1, 0.5, Number.NaN, '0', null]) {
      const given = answers();
      const changed = withValue(
        given,
        ['pods', '0', 'status', 'containerStatuses', '0', 'restartCount'],
        () => restartCount,
      );
      expect(await judge(changed as Answers)).toBe('error');
      expect(textAt(given.pods[0], 'metadata', 'name')).toBe('fraud-new-1');
    }
  });
});
