import { proveAgain, versionHistory } from '../await-version';
import type { Calling } from '../http-call';
import type { KubernetesApi } from '../kubernetes/api';
import { type Look, lookUntil } from '../look-until';
import type { Judgement } from '../verdict';
import { type Generation, readGeneration } from '../workload/generation';
import type { Configuration } from './configuration';
import { anotherDefinition, expectedText } from './expected';
import { unprovenPod } from './pods-proof';
import { answersNeeded, commitState, notYet } from './rollout-stages';

/**
 * Proves once more, after all checks, that the commit and the version are ours: the checks measured what they name only if
 * nobody deployed something else meanwhile.
 *
 * @internal
 */
export function proveRolloutAgain(
  configuration: Configuration,
  api: KubernetesApi,
  calling: Calling,
): Promise<Judgement> {
  const { deployed, workload, namespace, proof, pollMilliseconds } = configuration;
  const look = async (): Promise<Look> => {
    // Whether the controller calls it synced and healthy may flicker while it is measured; where it is does not.
    const { elsewhere } = await commitState(configuration, api);
    // Others commit to the repository too: where it is known what was deployed, the workload tells.
    if (elsewhere !== undefined && deployed === undefined) return changed(elsewhere);
    const generation = await readGeneration(workload, namespace, api);
    if ('unsettled' in generation) return notYet(generation.unsettled);
    const another = anotherDefinition(generation, configuration) ?? (await unproven(generation));
    if (another !== undefined) return changed(another);
    return { decided: { verdict: 'pass', reason: `${generation.name} still runs ${expectedText(configuration)}` } };
  };
  const unproven = async (generation: Generation): Promise<string | undefined> => {
    if ('pods' in proof) return unprovenPod(generation.pods, proof.pods);
    const history = versionHistory(proof.http);
    calling.session.evidence.version = history;
    for (let answers = 0; answers < answersNeeded(configuration, generation); answers += 1) {
      const changed = await proveAgain(proof.http, pollMilliseconds, calling.deadline, history, calling.session);
      if (changed !== undefined) return changed;
    }
    return undefined;
  };
  return lookUntil(look, pollMilliseconds, calling);
}

function changed(what: string): Look {
  return { decided: { verdict: 'error', reason: `what was checked is not what runs: ${what}` } };
}
