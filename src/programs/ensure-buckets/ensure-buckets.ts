import type { Outcome } from '../action';
import type { Calling } from '../http-call';
import type { S3Api } from '../s3/api';
import { Trouble, Unavailable } from '../trouble';
import type { outcomes } from './contract';

const attempts = 10;

/**
 * Makes the buckets that are not there. One that belongs to somebody else ends it red, after the others were tried.
 *
 * @internal
 */
export async function ensureBuckets(
  buckets: readonly string[],
  api: S3Api,
  calling: Calling,
): Promise<Outcome<(typeof outcomes)[number]>> {
  const { session } = calling;
  const found: Record<string, 'made' | 'there'> = {};
  const wrong: string[] = [];
  session.evidence.buckets = found;
  for (const bucket of buckets) {
    try {
      found[bucket] = await ensure(bucket, api, calling);
      session.log(`bucket ${bucket}: ${found[bucket]}`);
    } catch (problem) {
      if (!(problem instanceof Trouble)) throw problem;
      wrong.push(problem.message);
    }
  }
  const made = buckets.filter((bucket) => found[bucket] === 'made');
  const there = buckets.filter((bucket) => found[bucket] === 'there');
  const outputs = { made: made.join(',') };
  const said = [
    ...wrong,
    ...(made.length === 0 ? [] : [`made ${made.join(', ')}`]),
    ...(there.length === 0 ? [] : [`${there.join(', ')} ${there.length === 1 ? 'was' : 'were'} there`]),
  ].join('; ');
  if (wrong.length > 0) return { outcome: 'refused', reason: said, done: false, outputs };
  return { outcome: made.length > 0 ? 'made' : 'there', reason: said, done: true, outputs };
}

async function ensure(bucket: string, api: S3Api, { deadline }: Calling): Promise<'made' | 'there'> {
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const before = await api.headBucket(bucket);
    if (before === 'there') return 'there';
    // Whoever has it is asked for nothing: what goes in there would be theirs.
    const answer = before === 'elsewhere' ? 'taken' : await api.createBucket(bucket);
    if (answer === 'taken')
      throw new Trouble(`bucket ${bucket} belongs to somebody else, or these credentials may not look at it`);
    if (answer !== 'again') return answer;
    await deadline.sleep(Math.min(100 * 2 ** attempt, 5000) * (0.5 + Math.random()));
  }
  throw new Unavailable(
    `bucket ${bucket} could not be made: others make or remove it each time, or the deadline passed`,
  );
}
