import type { Calling } from '../http-call';
import { textAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { type Look, lookUntil } from '../look-until';
import { type GenerationSeen, lookAt } from '../pods/generation-troubles';
import { patience } from '../pods/patience';
import { troubleText, worst } from '../pods/pod-trouble';
import type { Session } from '../session';
import type { Judgement } from '../verdict';
import { type Generation, readGeneration } from '../workload/generation';
import { baselineOf, baselineText } from './baseline';
import type { Contract } from './contract';
import { limitsTrouble } from './declared-limits';
import { gonePods } from './gone-pods';
import { judgeUsage, unmeasured } from './judge-usage';
import { measure } from './measure';
import { type Usage, usage } from './usage';

/**
 * Judges the pods of a workload's newest definition: that they run and were not restarted, and what they use of what they may.
 *
 * The first run leaves a baseline; the one after the load tells by it what happened in between.
 *
 * @internal
 */
export function checkPods(options: Contract, api: KubernetesApi, calling: Calling): Promise<Judgement> {
  const { session } = calling;
  const counted = patience();
  let expected = options.baseline?.generation;
  let used: Usage | undefined;
  session.evidence.phase = options.phase;

  const look = async (): Promise<Look> => {
    const generation = await readGeneration(options.workload, options.namespace, api);
    if ('unsettled' in generation) return { waiting: { verdict: 'error', reason: generation.unsettled } };
    expected ??= generation.id;
    if (generation.id !== expected) return { decided: anotherGeneration(generation) };
    const undeclared = limitsTrouble(generation, options.limits, options.container);
    if (undeclared !== undefined) return { decided: { verdict: 'error', reason: undeclared } };
    used ??= usage(generation.containers);
    const now = new Date();
    const seen = seenOf(generation, options, now);
    const unavailable = await measure(generation, options.namespace, used, api);
    note(session, generation, seen, used);

    const trouble = counted(seen.troubles, now);
    if (trouble !== undefined) return { decided: { verdict: trouble.verdict, reason: troubleText(trouble) } };
    const pending = worst(seen.troubles);
    if (pending !== undefined) return { waiting: { verdict: pending.verdict, reason: troubleText(pending) } };
    if (seen.live.length === 0)
      return {
        decided: { verdict: 'inconclusive', reason: `${generation.name} has no pods, so there is nothing to judge` },
      };
    const few = unmeasured(seen.live, used, options);
    if (few.length === 0) return { decided: judged(generation, seen, used, options, session) };
    const reason = unavailable?.reason ?? `too few measurements of ${few.join(', ')}`;
    return unavailable?.final === true
      ? { decided: { verdict: 'inconclusive', reason } }
      : { waiting: { verdict: 'inconclusive', reason } };
  };
  return lookUntil(look, options.interval * 1000, calling);
}

function seenOf(generation: Generation, { baseline }: Contract, now: Date): GenerationSeen {
  if (baseline === undefined) return lookAt(generation, undefined, now);
  const seen = lookAt(generation, (uid) => baseline.pods[uid] ?? {}, now);
  return { ...seen, troubles: [...seen.troubles, ...gonePods(baseline, generation)] };
}

function judged(
  generation: Generation,
  { live, notes }: GenerationSeen,
  used: Usage,
  options: Contract,
  session: Session,
): Judgement {
  const { verdict, reason, warnings } = judgeUsage(live, used, options);
  session.evidence.warnings = [...notes, ...warnings];
  for (const warning of warnings) session.log(`warning: ${warning}`);
  const besides = warnings.length === 0 ? '' : `; warning: ${warnings[0]}`;
  if (verdict !== 'pass') return { verdict, reason: `${reason}${besides}` };
  return {
    verdict,
    reason: `${live.length === 1 ? 'the pod' : `all ${live.length} pods`} of ${generation.name} ran as expected, ${reason}${besides}`,
    outputs: { baseline: baselineText(baselineOf(generation.id, generation.pods)) },
  };
}

function anotherGeneration({ name }: Generation): Judgement {
  return { verdict: 'error', reason: `${name} was rolled out during the checks, so what was checked is not what runs` };
}

function note({ evidence }: Session, generation: Generation, seen: GenerationSeen, used: Usage): void {
  Object.assign(evidence, {
    generation: { name: generation.name, id: generation.id, wanted: generation.wanted, older: generation.older },
    pods: generation.pods.map((pod) => textAt(pod, 'metadata', 'name')),
    troubles: seen.troubles,
    notes: seen.notes,
    usage: seen.live.flatMap((pod) => used.of(pod)).map((each) => ({ ...each })),
  });
}
