import type { Outcome } from '../action';
import type { DeployOutcome } from '../deploy/outcome';
import type { Calling } from '../http-call';
import { InputError } from '../input-error';
import type { S3Api } from '../s3/api';
import { Trouble, Unavailable } from '../trouble';
import type { Contract } from './contract';
import { historyKey, maxPointerBytes, type Pointer, parsePointer, pointerText, type Standing } from './pointer';

const attempts = 10;

/** What deploy-pointer has to know of its place, the store aside. @internal */
export type PointerPlace = Pick<
  Contract,
  | 'application'
  | 'environment'
  | 'bucket'
  | 'key'
  | 'modelVersion'
  | 'runId'
  | 'digest'
  | 'commit'
  | 'deployed'
  | 'token'
>;

/**
 * Makes the pointer of an environment say what is deployed, by one write that counts only if nobody else has written since it
 * was read. Before it the same is written into the history, so that this never lacks what the pointer says.
 *
 * @throws Trouble if the object is none of ours, or the store knows no conditions
 * @internal
 */
export async function deployPointer(
  place: PointerPlace,
  api: S3Api,
  { deadline, session }: Calling,
): Promise<Outcome<DeployOutcome>> {
  const { bucket, key } = place;
  const wanted = pointerOf(place);
  const where = `s3://${bucket}/${key}`;
  const body = Buffer.from(pointerText(wanted));
  let isInHistory = false;
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const object = await api.getObject(bucket, key, maxPointerBytes);
    const live = object && parsePointer(object.body, where);
    session.evidence.found ??= live ?? 'nothing';
    const settled = live && settledBy(live, wanted, where);
    if (settled !== undefined)
      return attempt > 1 && settled.outcome === 'unchanged' ? deployedAs(wanted, where) : settled;
    if (!isInHistory) {
      const lost = await writeHistory(place, wanted, api);
      if (lost !== undefined) return lost;
      isInHistory = true;
    }
    const condition = object === undefined ? ({ ifAbsent: true } as const) : { ifMatch: object.etag };
    if ((await api.putObject(bucket, key, body, condition)) === 'written') return deployedAs(wanted, where);
    await deadline.sleep(50 + Math.random() * 200);
  }
  throw new Unavailable(`${where} could not be written: others wrote it each time, or the deadline passed`);
}

function pointerOf({ deployed, ...place }: PointerPlace): Pointer {
  const { application, environment, modelVersion, runId, digest, commit, token } = place;
  if (deployed.kind !== 'model') throw new InputError('DEPLOYED: a pointer says the address of a model, not an image');
  return { application, environment, modelVersion, runId, digest, commit, uri: deployed.uri, token };
}

function deployedAs({ modelVersion, token }: Pointer, where: string): Outcome<DeployOutcome> {
  return { outcome: 'deployed', reason: `${where} says version ${modelVersion} with token ${token}`, done: true };
}

/** Whether what stands there is ours already, or is not to be replaced by ours. */
function settledBy(live: Standing, wanted: Pointer, where: string): Outcome<DeployOutcome> | undefined {
  checkOwner(live, wanted, where);
  if (live.token < wanted.token) return undefined;
  if (live.token > wanted.token) {
    const reason = `${where} was written by a newer run: its token is ${live.token}, ours ${wanted.token}`;
    return { outcome: 'lost', reason, done: false };
  }
  if (isSame(live, wanted)) {
    const reason = `${where} says version ${wanted.modelVersion} with token ${wanted.token} already`;
    return { outcome: 'unchanged', reason, done: true };
  }
  return lostTo(live, wanted, where);
}

/**
 * Of two that have one token the history takes the first; that there are two is a mistake, since a record gives each token out
 * once.
 */
async function writeHistory(
  { bucket, key }: PointerPlace,
  wanted: Pointer,
  api: S3Api,
): Promise<Outcome<DeployOutcome> | undefined> {
  const name = historyKey(key, wanted.token);
  const where = `s3://${bucket}/${name}`;
  const body = Buffer.from(pointerText(wanted));
  if ((await api.putObject(bucket, name, body, { ifAbsent: true })) === 'conflict') {
    const object = await api.getObject(bucket, name, maxPointerBytes);
    if (object === undefined)
      throw new Unavailable(`${where} was there and is gone: does somebody clean up the history?`);
    const first = parsePointer(object.body, where);
    checkOwner(first, wanted, where);
    if (!isSame(first, wanted)) return lostTo(first, wanted, where);
  }
  // The same bytes again, on a condition that never holds: a store that takes them would let an old run win.
  if ((await api.putObject(bucket, name, body, { ifMatch: `"${'0'.repeat(32)}"` })) === 'written')
    throw new Trouble(`the object store writes ${where} although If-Match does not hold: it is no store for a pointer`);
  return undefined;
}

function lostTo(other: Standing, { modelVersion, token }: Pointer, where: string): Outcome<DeployOutcome> {
  const reason = `${where} has token ${token} for version ${other.modelVersion}, ours is version ${modelVersion}: two records write one pointer, and the other was first`;
  return { outcome: 'lost', reason, done: false };
}

function checkOwner({ application, environment }: Standing, wanted: Pointer, where: string): void {
  if (application === wanted.application && environment === wanted.environment) return;
  throw new Trouble(
    `${where} is of ${application} in ${environment}, not of ${wanted.application} in ${wanted.environment}: give each pointer a folder of its own`,
  );
}

function isSame(a: Standing, b: Standing): boolean {
  return a.token === b.token && a.modelVersion === b.modelVersion && a.runId === b.runId && a.uri === b.uri;
}
