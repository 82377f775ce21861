import { versionHistory } from '../await-version';
import type { Calling } from '../http-call';
import type { KubernetesApi } from '../kubernetes/api';
import { type Look, lookUntil } from '../look-until';
import type { Judgement } from '../verdict';
import { readGeneration } from '../workload/generation';
import type { Configuration } from './configuration';
import { anotherDefinition, expectedText } from './expected';
import { commitState, notYet, podsStage, versionStage } from './rollout-stages';

/**
 * Waits until exactly the expected version runs and nothing else: our commit, the workload's newest definition, its pods and no
 * older ones, the version itself.
 *
 * A controller goes on to every later commit of the branch, whatever that is about. Where it is known what has to be deployed,
 * the definition of the workload tells whether a later commit still says so.
 *
 * `fail` is only what pods of the candidate did; whatever else is missing at the deadline is `error`.
 *
 * @internal
 */
export function waitRollout(configuration: Configuration, api: KubernetesApi, calling: Calling): Promise<Judgement> {
  const { gitOps, workload, namespace, deployed, proof, pollMilliseconds } = configuration;
  const { session } = calling;
  const podsAre = podsStage(configuration, calling);
  const history = 'http' in proof ? versionHistory(proof.http) : undefined;
  const stages: Record<string, string> = {};
  const reached = (stage: string): void => {
    if (stages[stage] !== undefined) return;
    session.log(stage);
    stages[stage] = new Date().toISOString();
  };
  Object.assign(session.evidence, { expected: expectedText(configuration), stages, version: history });

  const look = async (): Promise<Look> => {
    const { elsewhere, unapplied, unhealthy } = await commitState(configuration, api);
    const unsynced = deployed === undefined ? (elsewhere ?? unapplied) : unapplied;
    if (unsynced !== undefined) return notYet(elsewhere ?? unsynced);
    const generation = await readGeneration(workload, namespace, api);
    if ('unsettled' in generation) return notYet(elsewhere ?? generation.unsettled);
    const another = anotherDefinition(generation, configuration);
    if (another !== undefined) return notYet(elsewhere ?? another);
    if (gitOps !== undefined)
      reached(elsewhere === undefined ? `commit ${gitOps.commit} is synced` : `${elsewhere}, and that says the same`);
    const pods = podsAre(generation);
    if (pods !== undefined) return pods;
    reached('the new pods are ready and no others run');
    if (unhealthy !== undefined) return notYet(unhealthy);
    const unproven = await versionStage(configuration, generation, history, calling);
    if (unproven !== undefined) return notYet(`the new pods are healthy, but ${unproven}`);
    reached('the version is proven');
    return {
      decided: {
        verdict: 'pass',
        reason: `${generation.name} runs ${expectedText(configuration)} and nothing else does`,
      },
    };
  };
  return lookUntil(look, pollMilliseconds, calling);
}
