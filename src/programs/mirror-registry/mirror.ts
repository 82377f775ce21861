import { isDeepStrictEqual } from 'node:util';
import type { Deadline } from '../deadline';
import { deleteAlias, setAlias, versionByAlias } from '../mlflow/alias';
import type { MlflowApi } from '../mlflow/api';
import { readVersion } from '../mlflow/model-version';
import { deleteTag, setTag } from '../mlflow/version-tags';
import type { Session } from '../session';
import { Unavailable } from '../trouble';
import type { MirrorOutcome, VersionTags } from './contract';

/** What the registry has to say about an environment. @internal */
export interface Mirrored {
  /** Follows the environment; absent where only tags are written. */
  readonly alias: string | undefined;
  /** What the alias names; nothing removes it. */
  readonly version: string | undefined;
  readonly tags: readonly VersionTags[];
}

/** @internal */
export interface Mirroring {
  readonly api: MlflowApi;
  readonly model: string;
  readonly deadline: Deadline;
  readonly session: Session;
}

const rounds = 10;

/**
 * Makes alias and tags say what the release record says.
 *
 * The registry has no compare-and-set: the last who writes wins. So the record is read again after writing, and the registry
 * too, until neither has changed. Nothing is ever decided by an alias; it tells people and other systems.
 *
 * @param read the record, each time anew
 * @internal
 */
export async function mirror(mirroring: Mirroring, read: () => Promise<Mirrored>): Promise<MirrorOutcome> {
  const { deadline, session } = mirroring;
  const changes: string[] = [];
  session.evidence.changes = changes;
  let wanted = await read();
  for (let round = 1; round <= rounds; round += 1) {
    try {
      const missing = await write(mirroring, wanted, changes);
      const now = await read();
      if (isDeepStrictEqual(now, wanted)) {
        if (missing !== undefined) return { outcome: 'refused', reason: missing, done: false };
        if (await says(mirroring, wanted)) return mirrored(wanted, changes);
      }
      wanted = now;
    } catch (problem) {
      // What the deadline cuts off says less than what was seen before it.
      if (round === 1 || !deadline.expired()) throw problem;
    }
    if (deadline.expired()) break;
    await deadline.sleep(100 * round * (0.5 + Math.random()));
  }
  const what = wanted.alias === undefined ? 'a tag' : `alias ${wanted.alias}`;
  throw new Unavailable(`${what} does not stay as it is set: something else moves it too`);
}

function mirrored({ alias, version, tags }: Mirrored, changes: readonly string[]): MirrorOutcome {
  const state =
    alias === undefined
      ? `${tags.length} versions have their tags`
      : version === undefined
        ? `there is no alias ${alias}`
        : `alias ${alias} is version ${version}`;
  return { outcome: changes.length === 0 ? 'unchanged' : 'mirrored', reason: state, done: true };
}

/** Tags first: whoever is told of the alias finds them. Text names the version that the alias can't be set to. */
async function write(mirroring: Mirroring, wanted: Mirrored, changes: string[]): Promise<string | undefined> {
  for (const tags of wanted.tags) await writeTags(mirroring, tags, changes);
  const { api, model, session } = mirroring;
  const { alias, version } = wanted;
  if (alias === undefined) return undefined;
  const before = (await versionByAlias(api, model, alias))?.version;
  if (before === version) return undefined;
  const change = `alias ${alias}: ${before ?? 'none'} -> ${version ?? 'none'}`;
  if (version === undefined) await deleteAlias(api, model, alias);
  else if (!(await setAlias(api, model, alias, version)))
    return `${model} has no version ${version} for alias ${alias}: was it deleted?`;
  changes.push(change);
  session.log(change);
  return undefined;
}

async function writeTags({ api, model, session }: Mirroring, of: VersionTags, changes: string[]): Promise<void> {
  const { version, tags } = of;
  const before = await readVersion(api, model, version);
  if (before === undefined) {
    // Somebody deleted it: there is nothing left that could be mistaken for a good version.
    session.log(`${model} has no version ${version} that could be tagged`);
    return;
  }
  for (const [key, value] of Object.entries(tags)) {
    if ((before.tags.get(key) ?? null) === value) continue;
    if (value === null) await deleteTag(api, model, version, key);
    else await setTag(api, model, version, key, value);
    changes.push(`version ${version}: ${key} ${value === null ? 'removed' : `= ${value}`}`);
  }
}

async function says({ api, model }: Mirroring, { alias, version, tags }: Mirrored): Promise<boolean> {
  for (const { version: of, tags: wanted } of tags) {
    const seen = (await readVersion(api, model, of))?.tags;
    const differs = ([key, value]: readonly [string, string | null]) => (seen?.get(key) ?? null) !== value;
    if (seen !== undefined && Object.entries(wanted).some(differs)) return false;
  }
  return alias === undefined || (await versionByAlias(api, model, alias))?.version === version;
}
