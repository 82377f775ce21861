import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { isRecord, listAt, recordAt } from '../../../src/programs/json-value';
import type { KubernetesApi } from '../../../src/programs/kubernetes/api';
import { openSession } from '../../../src/programs/session';
import { Trouble } from '../../../src/programs/trouble';
import { readConfiguration } from '../../../src/programs/wait-rollout/configuration';
import { proveRolloutAgain } from '../../../src/programs/wait-rollout/prove-rollout-again';
import { waitRollout } from '../../../src/programs/wait-rollout/wait-rollout';
import { odd, placesIn, withValue } from '../odd-answers';
import { container, pod } from '../pods/pod';
import { deployment, replicaSet } from '../workload/rollout';

const commit = 'c'.repeat(40);

/** What the API answers when exactly the expected version is rolled out. */
const answers = () => ({
  applications: {
    metadata: { name: 'fraud' },
    status: { sync: { status: 'Synced', revision: commit }, health: { status: 'Healthy' } },
  },
  deployments: deployment(),
  replicasets: [replicaSet('new')],
  pods: [pod({ containers: [container('app')], metadata: { labels: { app: 'fraud', version: '1.0.5' } } })],
});
type Answers = ReturnType<typeof answers>;

const configuration = readConfiguration({
  NAMESPACE: 'n',
  WORKLOAD: 'deployment/fraud',
  DEADLINE_SECONDS: '1',
  GITOPS: 'argocd',
  GITOPS_OBJECT: 'fraud',
  GITOPS_NAMESPACE: 'argocd',
  COMMIT: commit,
  VERSION_LABEL: 'version',
  EXPECTED_VERSION: '1.0.5',
});

async function judge(given: Answers, by: typeof waitRollout, seconds = 0.03): Promise<string> {
  // What is no object, or no list of them, does not get past the API client.
  const api = {
    get: async ({ resource }: { resource: string }) => recordAt(given, resource),
    list: async ({ resource }: { resource: string }) => listAt(given, resource).filter(isRecord),
  } as unknown as KubernetesApi;
  const calling = { deadline: startDeadline(seconds), session: openSession('test', () => undefined) };
  try {
    return (await by({ ...configuration, pollMilliseconds: 10 }, api, calling)).verdict;
  } catch (problem) {
    // As `runGate` does.
    if (problem instanceof Trouble) return 'error';
    throw problem;
  }
}

/** Places that tell that it is our commit, the newest definition, a pod that is well and the version. */
const telling =
  /^(applications\.status|deployments\.(spec\.selector$|metadata\.uid$)|replicasets\.0\.(metadata\.(uid|annotations|ownerReferences\.0\.(uid|controller)))|pods\.0\.(status\.(phase|conditions\.1|containerStatuses)$|status\.conditions\.1\.(status|type)$|metadata\.(labels\.version|ownerReferences\.0\.(uid|controller))))/;

describe('an answer of the API with one thing in it that no test foresaw', () => {
  const places = placesIn(answers());

  it('passes untouched', async () => {
    expect(await judge(answers(), waitRollout, 5)).toBe('pass');
    expect(await judge(answers(), proveRolloutAgain, 5)).toBe('pass');
  });

  it('never passes when the odd thing tells what is rolled out', async () => {
    const some = places.filter((place) => telling.test(place.join('.')));
    expect(some.length).toBeGreaterThan(15);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...some), odd, async (place, value) => {
        const before = answers();
        const changed = withValue(before, place, () => value) as Answers;
        fc.pre(JSON.stringify(changed) !== JSON.stringify(before));
        expect(await judge(changed, waitRollout), `${place.join('.')} = ${JSON.stringify(value)}`).not.toBe('pass');
      }),
      { numRuns: 150 },
    );
  });

  it('never ends with anything but one of the four words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), odd, fc.boolean(), async (place, value, again) => {
        const changed = withValue(answers(), place, () => value) as Answers;
        const verdict = await judge(changed, again ? proveRolloutAgain : waitRollout);
        expect(['pass', 'fail', 'error', 'inconclusive']).toContain(verdict);
      }),
      { numRuns: 150 },
    );
  });
});
