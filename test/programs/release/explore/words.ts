import type { ReleaseRecord } from '../../../../src/programs/release/record';
import { type Asked, environments } from './environments';
import { gitOf, type Parts, place, recordOf } from './parts';
import { numberOf } from './scenario';

/** What an actor is about to do. */
export function toDo(effect: Asked): string {
  switch (effect.kind) {
    case 'change':
      return `${effect.transition} in the ${effect.environment}`;
    case 'look':
      return `look at the ${effect.environment}`;
    case 'lock':
      return `lock the ${effect.environment}`;
    case 'push':
      return `push ${numberOf(effect.release)} to the ${effect.environment} with token ${effect.token}`;
    case 'await-rollout':
      return `wait for ${numberOf(effect.release)} in the ${effect.environment}`;
    case 'find-digest':
      return `find the image of ${numberOf(effect.release)}`;
    case 'set-alias':
      return `point the alias of the ${effect.environment} at ${effect.modelVersion ?? 'nothing'}`;
    case 'tag':
      return `tag [${effect.rejected}] as rejected in the ${effect.environment}`;
    case 'read-verdict':
      return `read the verdict on ${numberOf(effect.candidate)}`;
    case 'write-verdict':
      return `write the verdict ${effect.verdict} on ${numberOf(effect.candidate)}`;
    default:
      return `measure what runs in the ${effect.environment}`;
  }
}

/** An answer, with candidates as their numbers. */
export function brief(answer: unknown): string {
  return JSON.stringify(answer, (_, value) =>
    typeof value === 'object' && value !== null && 'runId' in value ? Number(value.modelVersion) : value,
  );
}

/** A state, a line for each thing; the third only if somebody goes there. */
export function show(parts: Parts, names: readonly string[], state: Int32Array, onward: boolean): string {
  const at = (index: number): number => state[index] as number;
  const shown = environments.filter((environment) => onward || environment !== 'third');
  const git = shown.map((environment) => JSON.stringify(parts.gits.get(at(gitOf(environment)))));
  const { third, ...registry } = parts.registries.get(at(place.registry));
  const book = parts.books.get(at(place.book));
  const actors = names.map((name, i) => {
    const { life, outcome } = parts.actors.get(at(place.actors + i));
    return `${name} ${life === 'ended' ? outcome : life}`;
  });
  return [
    ...shown.map((environment) => `${environment}: ${recordLine(parts.records.get(at(recordOf(environment))))}`),
    `git: ${git.join(' ')}`,
    `registry: ${JSON.stringify(onward ? { ...registry, third } : registry)}`,
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
