import type { Absent } from '../members/finished-run';
import { ownRun, type Terms } from '../members/own-run';
import { type Entrant, scoreOf } from './rank';
import type { Score } from './rules';

/**
 * Whether the run that a member handed on can be chosen: it is of this run of the pipeline, came to its end, and logged
 * every metric that counts.
 *
 * @internal
 */
export async function takePart(name: string, handedOn: string, score: Score, terms: Terms): Promise<Entrant | Absent> {
  const found = await ownRun(name, handedOn, terms);
  if ('why' in found) return found;
  const { id: runId, metrics, startedAt } = found.run;
  const value = scoreOf(score, metrics);
  if (typeof value === 'string') return { name, runId, why: `${value} (run ${runId})` };
  return { name, runId, score: value, startedAt };
}
