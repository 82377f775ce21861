import { isInitial } from '../candidate';
import { look, type Program, type Side, setAlias, tag } from '../effect';
import { isRejected, type ReleaseRecord } from '../record';

/**
 * Makes the registry's alias of an environment follow the record: what is deployed where candidates are tested, what was
 * approved where they are promoted to.
 *
 * Nothing is decided by it and no lock is needed: it goes on until the record says the same before and after.
 *
 * @internal
 */
export function* mirrorAlias(
  side: Side,
  follows: 'deployed' | 'good' = side === 'source' ? 'deployed' : 'good',
): Program<void> {
  const view = ({ [follows]: release }: ReleaseRecord): string | null => {
    return release === null || isInitial(release) ? null : release.modelVersion;
  };
  let wanted = yield* look(side, view);
  for (;;) {
    yield* setAlias(side, wanted);
    const now = yield* look(side, view);
    if (now === wanted) return;
    wanted = now;
  }
}

/** Makes the registry's tags follow the record's list of versions rejected in an environment, in the same way. @internal */
export function* mirrorTags(side: Side): Program<void> {
  const view = (record: ReleaseRecord) => ({
    rejected: record.rejected.map(({ modelVersion }) => modelVersion),
    cleared: record.candidate === null || isRejected(record, record.candidate) ? null : record.candidate.modelVersion,
  });
  let wanted = yield* look(side, view);
  for (;;) {
    yield* tag(side, wanted.rejected, wanted.cleared);
    const now = yield* look(side, view);
    if (now.rejected.join() === wanted.rejected.join() && now.cleared === wanted.cleared) return;
    wanted = now;
  }
}
