import { isInitial } from '../../../src/programs/release/candidate';
import type { Side } from '../../../src/programs/release/effect';
import type { ReleaseRecord } from '../../../src/programs/release/record';
import type { Stage } from './stage';

const sides = ['source', 'target'] as const;

/** What all servers say, without what rises each time something is done again. */
export interface StageState {
  readonly records: Readonly<Record<Side, unknown>>;
  readonly verdicts: readonly string[];
  readonly files: Readonly<Record<Side, string | undefined>>;
  readonly aliases: Readonly<Record<Side, string | undefined>>;
  readonly tagged: boolean;
}

/** Reads all servers. */
export async function stateOf(stage: Stage): Promise<StageState> {
  const record = async (side: Side) => {
    const { token, attempt, lock, audit, ...rest } = { ...(await stage.record(side)).record, audit: [] };
    return { ...rest, measured: attempt > 0, locked: lock !== null };
  };
  return {
    records: { source: await record('source'), target: await record('target') },
    verdicts: (await stage.book()).map(({ candidate, verdict }) => `${candidate.modelVersion} ${verdict}`),
    files: { source: stage.file('source')?.digest, target: stage.file('target')?.digest },
    aliases: { source: await stage.alias('source'), target: await stage.alias('target') },
    tagged: await stage.isTagged('2'),
  };
}

/** What is half done, in words: where nothing is, everything says the same and nothing is open. */
export async function halfDone(stage: Stage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const side of sides) {
    const { record } = await stage.record(side);
    const file = stage.file(side);
    if (record.phase !== 'idle') found.push(`${side} is ${record.phase}`);
    if (record.lock !== null) found.push(`${record.lock.holder} holds the ${side}`);
    if (record.deployed?.digest !== file?.digest) found.push(`git of the ${side} says something else than the record`);
    // An override counts as an attempt, and pushes nothing.
    if ((file?.token ?? 0) > record.token) found.push(`git of the ${side} has a newer token than the record`);
    const named = await stage.alias(side);
    const wanted = aliasIn(record, side);
    if (named !== wanted) found.push(`alias of the ${side} is ${named}, not ${wanted}`);
  }
  const { rejected } = (await stage.record('source')).record;
  const isRejected = rejected.some(({ modelVersion }) => modelVersion === '2');
  if ((await stage.isTagged('2')) !== isRejected) found.push('the tag of version 2 is not as the record says');
  return found;
}

function aliasIn({ deployed, good }: ReleaseRecord, side: Side): string | undefined {
  const release = side === 'source' ? deployed : good;
  return release === null || isInitial(release) ? undefined : release.modelVersion;
}
