import type { Calling } from '../../http-call';
import { valueAt } from '../../json-value';
import type { WorldEffect } from '../perform';

/** What is written down of an effect. */
function wordsOf(effect: WorldEffect): string {
  switch (effect.kind) {
    case 'change':
      return `${effect.transition} (${effect.side})`;
    case 'push':
      return `push version ${effect.release.modelVersion} with token ${effect.token} (${effect.side})`;
    case 'await-rollout':
      return `await version ${effect.release.modelVersion} (${effect.side})`;
    case 'find-digest':
      return `find ${effect.release.digest}`;
    case 'set-alias':
      return `set alias to ${effect.modelVersion ?? 'nothing'} (${effect.side})`;
    case 'tag':
      return `tag ${effect.rejected.length} rejected versions (${effect.side})`;
    case 'read-verdict':
    case 'write-verdict':
      return `${effect.kind} of attempt ${effect.attempt}`;
    case 'lock':
    case 'look':
      return `${effect.kind} (${effect.side})`;
  }
}

/** Carries effects out and writes each down in the evidence, with its answer or why there is none. @internal */
export function withEvidence(
  carryOut: (effect: WorldEffect, calling: Calling) => Promise<unknown>,
  { deadline, session }: Calling,
): (effect: WorldEffect) => Promise<unknown> {
  const told: Record<string, unknown>[] = [];
  session.evidence.steps = told;
  return async (effect) => {
    const own = { deadline, session: { ...session, evidence: {} } };
    const step: Record<string, unknown> = { at: new Date().toISOString(), step: wordsOf(effect) };
    told.push(step);
    try {
      const answer = await carryOut(effect, own);
      Object.assign(step, { answer: answer ?? 'done' });
      if (effect.kind !== 'look') session.log(`${wordsOf(effect)}: ${shortly(answer)}`);
      return answer;
    } catch (problem) {
      step.trouble = session.show(problem instanceof Error ? problem.message : String(problem));
      throw problem;
    } finally {
      if (Object.keys(own.session.evidence).length > 0) step.seen = own.session.evidence;
    }
  };
}

function shortly(answer: unknown): string {
  if (answer === undefined) return 'done';
  if (typeof answer === 'string') return answer;
  const word = valueAt(answer, 'revision') ?? valueAt(answer, 'verdict') ?? 'none';
  return String(word);
}
