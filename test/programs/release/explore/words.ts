import type { Effect } from '../../../../src/programs/release/effect';
import type { ReleaseRecord } from '../../../../src/programs/release/record';
import { type Parts, place } from './parts';
import { numberOf } from './scenario';

/** What an actor is about to do. */
export function toDo(effect: Effect): string {
  switch (effect.kind) {
    case 'change':
      return `${effect.transition} in the ${effect.side}`;
    case 'look':
      return `look at the ${effect.side}`;
    case 'lock':
      return `lock the ${effect.side}`;
    case 'push':
      return `push ${numberOf(effect.release)} to the ${effect.side} with token ${effect.token}`;
    case 'await-rollout':
      return `wait for ${numberOf(effect.release)} in the ${effect.side}`;
    case 'find-digest':
      return `find the image of ${numberOf(effect.release)}`;
    case 'set-alias':
      return `point the alias of the ${effect.side} at ${effect.modelVersion ?? 'nothing'}`;
    case 'tag':
      return `tag [${effect.rejected}] as rejected`;
    case 'read-verdict':
      return `read the verdict on ${numberOf(effect.candidate)}`;
    case 'write-verdict':
      return `write the verdict ${effect.verdict} on ${numberOf(effect.candidate)}`;
    default:
      return 'measure what runs in the source';
  }
}

/** An answer, with candidates as their numbers. */
export function brief(answer: unknown): string {
  return JSON.stringify(answer, (_, value) =>
    typeof value === 'object' && value !== null && 'runId' in value ? Number(value.modelVersion) : value,
  );
}

/** A state, a line for each thing. */
export function show(parts: Parts, names: readonly string[], state: Int32Array): string {
  const at = (index: number): number => state[index] as number;
  const git = [place.gitOfSource, place.gitOfTarget].map((index) => JSON.stringify(parts.gits.get(at(index))));
  const book = parts.books.get(at(place.book));
  const actors = names.map((name, i) => {
    const { life, outcome } = parts.actors.get(at(place.actors + i));
    return `${name} ${life === 'ended' ? outcome : life}`;
  });
  return [
    `source: ${recordLine(parts.records.get(at(place.source)))}`,
    `target: ${recordLine(parts.records.get(at(place.target)))}`,
    `git: ${git.join(' ')}`,
    `registry: ${JSON.stringify(parts.registries.get(at(place.registry)))}`,
    `verdicts: ${book.map(({ candidate, verdict, attempt }) => `${numberOf(candidate)} ${verdict} @${attempt}`).join(', ')}`,
    `runs: ${actors.join(', ')}`,
  ].join('\n');
}

function recordLine({ phase, lock, token, attempt, hold, rejected, ...record }: ReleaseRecord): string {
  const releases = (['candidate', 'baseline', 'deployed', 'good'] as const).map(
    (name) => `${name} ${numberOf(record[name])}`,
  );
  const held = hold === null ? 'not held' : `held: ${hold.reason}${hold.retry ? ' (retry)' : ''}`;
  const versions = rejected.map(({ modelVersion }) => modelVersion);
  return `${phase}, ${releases.join(', ')}, token ${token}, attempt ${attempt}, lock ${lock?.holder ?? 'free'}, ${held}, rejected [${versions}]`;
}
