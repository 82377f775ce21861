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
 * Waits until exactly the expected version runs and nothing else: our commit, or another that deploys the same, the
 * workload's newest definition, its pods and no older ones, the version itself.
 *
 * `fail` is only what pods of the candidate did; whatever else is missing at the deadline is `error`.
 *
 * @internal
 */
export function waitRollout(configuration: Configuration, api: KubernetesApi, calling: Calling): Promise<Judgement> {
  const { gitOps, deployed, workload, namespace, proof, pollMilliseconds } = configuration;
  const { session } = calling;
  const podsAre = podsStage(configuration, calling);
  const history = 'http' in proof ? versionHistory(proof.http) : undefined;
  const versionIs = versionStage(configuration, history, calling);
  const stages: Record<string, string> = {};
  const reached = (stage: string): void => {
    if (stages[stage] !== undefined) return;
    session.log(stage);
    stages[stage] = new Date().toISOString();
  };
  Object.assign(session.evidence, { expected: expectedText(configuration), stages, version: history });

  const look = async (): Promise<Look> => {
    const { elsewhere, unapplied, unhealthy } = await commitState(configuration, api);
    if (unapplied !== undefined) return notYet(elsewhere ?? unapplied);
    // Others commit to the repository too. Where it is known what was deployed, the workload tells whether that is there.
    if (elsewhere !== undefined && deployed === undefined) return notYet(elsewhere);
    if (gitOps !== undefined && elsewhere === undefined) reached(`commit ${gitOps.commit} is synced`);
    const generation = await readGeneration(workload, namespace, api);
    if ('unsettled' in generation) return notYet(generation.unsettled);
    const another = anotherDefinition(generation, configuration);
    if (another !== undefined) return notYet(elsewhere ?? another);
    if (elsewhere !== undefined) reached(`another commit that deploys the same is synced: ${elsewhere}`);
    const pods = podsAre(generation);
    if (pods !== undefined) return pods;
    reached('the new pods are ready and no others run');
    if (unhealthy !== undefined) return notYet(unhealthy);
    const unproven = await versionIs(generation);
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
