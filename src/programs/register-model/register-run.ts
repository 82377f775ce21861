import { createHash } from 'node:crypto';
import type { Deadline } from '../deadline';
import type { MlflowApi } from '../mlflow/api';
import { downloadUri, type ModelVersion, readVersion } from '../mlflow/model-version';
import type { Run } from '../mlflow/run';
import { setTag } from '../mlflow/version-tags';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Loader } from './contract';
import { loadProblem } from './loadable';
import { type ModelSource, modelSource } from './model-source';
import { type Registering, settleVersion } from './settle-version';

/** What is registered, and where its files are. @internal */
export interface Registered {
  readonly version: string;
  readonly created: boolean;
  readonly uri: string;
  /** What stands for the model where nothing is built and its address is deployed: the digest of that address. */
  readonly digest: string;
}

/** How the model of a run is found and what has to be able to load it. @internal */
export interface Wanted {
  readonly artifact: string | undefined;
  readonly loadableBy: Loader | undefined;
}

/** What a version would be made of, before anything is written; text says why there can be none. @internal */
export async function registrable(
  run: Run,
  { artifact, loadableBy }: Wanted,
  { api, session }: { readonly api: MlflowApi; readonly session: Session },
): Promise<ModelSource | { readonly none: string }> {
  const source = await modelSource(api, run, artifact);
  if ('none' in source) return source;
  checkUri(source.location, session);
  const unloadable = loadProblem(source.location, loadableBy ?? 'kserve');
  if (unloadable === undefined) return source;
  if (loadableBy !== undefined) return { none: unloadable };
  session.evidence.warning = unloadable;
  session.log(`warning: ${unloadable}`);
  return source;
}

/** The version of a run, made unless there is one; text says why it can't be used. @internal */
export async function registerRun(
  registering: Registering,
  source: ModelSource,
  poll: number,
): Promise<Registered | { readonly refused: string } | { readonly unready: string }> {
  const { api, model, deadline, session } = registering;
  const settled = await settleVersion(registering, source);
  const { version } = settled.version;
  const duplicates = settled.duplicates.map((duplicate) => duplicate.version);
  Object.assign(session.evidence, { version, created: settled.created, duplicates });
  for (const duplicate of settled.duplicates) await mark(api, model, duplicate, version);
  const unready = await awaitReady(api, model, version, poll * 1000, deadline);
  if (unready !== undefined) return { unready };
  const uri = await downloadUri(api, model, version);
  if (withoutSlash(uri) !== withoutSlash(source.location))
    return { refused: `it is version ${version} already, whose files are at another place: ${session.show(uri, 200)}` };
  const digest = `sha256:${createHash('sha256').update(withoutSlash(uri)).digest('hex')}`;
  return { version, created: settled.created, uri, digest };
}

/** The URI becomes an output, which engines read: nothing in it may be more than text to them. */
function checkUri(uri: string, session: Session): void {
  const password = /^[^/]*\/\/([^/@]*:[^/@]*)@/.exec(uri)?.[1];
  if (password !== undefined) session.hide(password);
  if (password !== undefined) throw new Trouble('the address of the artifacts holds a password');
  if (/^[A-Za-z0-9._:/@+=,-]{1,2000}$/.test(uri)) return;
  throw new Trouble(
    `the artifacts are at ${session.show(uri, 200)}: expected letters, digits and ._:/@+=,- in that address`,
  );
}

const duplicateTag = 'pipeline.duplicate-of';

async function mark(api: MlflowApi, model: string, duplicate: ModelVersion, of: string): Promise<void> {
  if (duplicate.tags.get(duplicateTag) !== of) await setTag(api, model, duplicate.version, duplicateTag, of);
}

/** Nothing when the version can be used, else what is in the way. */
async function awaitReady(
  api: MlflowApi,
  model: string,
  version: string,
  pause: number,
  deadline: Deadline,
): Promise<string | undefined> {
  for (;;) {
    const status = (await readVersion(api, model, version))?.status;
    if (status === 'READY') return undefined;
    if (status !== 'PENDING_REGISTRATION') return `version ${version} is ${status ?? 'gone'}, not READY`;
    if (deadline.expired()) return `version ${version} is still ${status} at the deadline`;
    await deadline.sleep(pause);
  }
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}
