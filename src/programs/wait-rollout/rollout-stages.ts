import { noteVersion, type VersionHistory } from '../await-version';
import type { Calling } from '../http-call';
import { textAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Look } from '../look-until';
import { lookAt } from '../pods/generation-troubles';
import { patience } from '../pods/patience';
import { troubleText, worst } from '../pods/pod-trouble';
import { askVersion, isProven, seenText } from '../version-proof';
import type { Generation } from '../workload/generation';
import type { Configuration } from './configuration';
import { type GitOpsState, gitOpsState } from './git-ops';
import { unprovenPod } from './pods-proof';

/** A stage that is not reached yet; at the deadline that is nobody's fault that we know of. @internal */
export function notYet(reason: string): Look {
  return { waiting: { verdict: 'error', reason } };
}

/** How far the GitOps controller is; with none, as far as can be. @internal */
export async function commitState({ gitOps }: Configuration, api: KubernetesApi): Promise<GitOpsState> {
  if (gitOps !== undefined) return gitOpsState(gitOps, api);
  return { elsewhere: undefined, unapplied: undefined, unhealthy: undefined };
}

/** The new pods are ready, and no older ones are left; nothing once it is so. @internal */
export function podsStage({ gitOps, deployed, proof }: Configuration, { session }: Calling) {
  const counted = patience();
  // A crash is held against the candidate only where it is certain whose pods those are.
  const ours = gitOps !== undefined || deployed !== undefined || 'pods' in proof;
  return (generation: Generation): Look | undefined => {
    const { name, older, incomplete, wanted, pods } = generation;
    const now = new Date();
    const { troubles, notes } = lookAt(generation, undefined, now);
    const names = pods.map((pod) => textAt(pod, 'metadata', 'name'));
    Object.assign(session.evidence, { generation: { name, wanted, older, pods: names }, troubles, notes });
    const trouble = ours ? counted(troubles, now) : undefined;
    if (trouble !== undefined) return { decided: { verdict: trouble.verdict, reason: troubleText(trouble) } };
    const pending = worst(troubles);
    if (pending !== undefined) {
      const verdict = ours ? pending.verdict : 'error';
      return { waiting: { verdict, reason: troubleText(pending) } };
    }
    if (incomplete !== undefined) return notYet(`${name}: ${incomplete}`);
    const others = older === 1 ? '1 pod of earlier versions still runs' : `${older} pods of earlier versions still run`;
    return older === 0 ? undefined : notYet(`${others} beside ${name}`);
  };
}

/** How often in a row the version has to answer: each time a new connection leads to one of the pods. @internal */
export function answersNeeded({ answersPerPod }: Configuration, { pods }: Pick<Generation, 'pods'>): number {
  return answersPerPod === undefined ? 1 : answersPerPod * Math.max(1, pods.length);
}

/** The version itself, asked for in each look; nothing when it is proven. @internal */
export function versionStage(
  configuration: Configuration,
  history: VersionHistory | undefined,
  { deadline, session }: Calling,
): (generation: Generation) => Promise<string | undefined> {
  const { proof } = configuration;
  let last: string | undefined;
  return async (generation) => {
    if ('pods' in proof) return unprovenPod(generation.pods, proof.pods);
    let seen = await askVersion(proof.http, deadline, session);
    if (history !== undefined) noteVersion(history, seen, session);
    for (let asked = 1; asked < answersNeeded(configuration, generation) && isProven(seen, proof.http); asked += 1) {
      seen = await askVersion(proof.http, deadline, session);
      if (history !== undefined) noteVersion(history, seen, session);
    }
    if (isProven(seen, proof.http)) return undefined;
    // What the deadline itself cut off says less than the answer before it.
    if ('none' in seen && seen.outOfTime === true && last !== undefined) return last;
    const found = seenText(seen, session);
    last =
      'version' in seen
        ? `another version answers: expected ${proof.http.expected}, found ${found.replace(/^version /, '')}`
        : `version ${proof.http.expected} does not answer: ${found}`;
    return last;
  };
}
