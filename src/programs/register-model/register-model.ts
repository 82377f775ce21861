import { createHash } from 'node:crypto';
import { type Deadline, startDeadline } from '../deadline';
import { setAlias, versionByAlias } from '../mlflow/alias';
import { type MlflowApi, mlflowApi } from '../mlflow/api';
import { downloadUri, type ModelVersion, readVersion } from '../mlflow/model-version';
import { type Run, readRun } from '../mlflow/run';
import { setTag } from '../mlflow/version-tags';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import type { RegisterOutcome } from './contract';
import { loadProblem } from './loadable';
import { modelSource } from './model-source';
import { settleVersion } from './settle-version';

/**
 * Registers the model that a training run logged, once: whoever registers the same run, at the same time or again, is told
 * the same version.
 *
 * @internal
 */
export async function registerModel(configuration: Configuration, session: Session): Promise<RegisterOutcome> {
  const { server, model, runId, artifact, loadableBy, alias, poll } = configuration;
  const { pipelineRun = runId } = configuration;
  const deadline = startDeadline(configuration.deadline);
  const api = mlflowApi(server, { deadline, session });
  const refused = (why: string): RegisterOutcome => ({
    outcome: 'refused',
    reason: `run ${runId}: ${why}`,
    done: false,
  });
  Object.assign(session.evidence, { server: server.url.href, model, runId, pipelineRun });

  const run = await readRun(api, runId);
  const unusable = runProblem(run);
  if (run === undefined || unusable !== undefined) return refused(unusable ?? 'unknown');
  const source = await modelSource(api, run, artifact);
  if ('none' in source) return refused(source.none);
  checkUri(source.location, session);
  const unloadable = loadProblem(source.location, loadableBy ?? 'kserve');
  Object.assign(session.evidence, { source, ...(unloadable === undefined ? {} : { warning: unloadable }) });
  if (unloadable !== undefined && loadableBy !== undefined) return refused(unloadable);
  if (unloadable !== undefined) session.log(`warning: ${unloadable}`);

  const settled = await settleVersion({ api, model, runId, pipelineRun, deadline, session }, source);
  const { version } = settled.version;
  const duplicates = settled.duplicates.map((duplicate) => duplicate.version);
  Object.assign(session.evidence, { version, created: settled.created, duplicates });
  for (const duplicate of settled.duplicates) await mark(api, model, duplicate, version);
  const ready = await awaitReady(api, model, version, poll * 1000, deadline);
  if (ready !== undefined) return { outcome: 'error', reason: ready, done: false };

  const uri = await downloadUri(api, model, version);
  if (withoutSlash(uri) !== withoutSlash(source.location))
    return refused(`it is version ${version} already, whose files are at another place: ${session.show(uri, 200)}`);
  session.evidence.artifactUri = uri;
  if (alias !== undefined) await pointAlias(api, model, alias, version);
  return {
    outcome: settled.created ? 'registered' : 'already-registered',
    reason: `run ${runId} is version ${version} of ${model}`,
    done: true,
    outputs: { 'model-version': version, 'artifact-uri': uri, 'run-id': runId, digest: digestOf(uri) },
  };
}

/** What stands for the model where nothing is built and its address is deployed: the digest of that address. */
function digestOf(uri: string): string {
  return `sha256:${createHash('sha256').update(withoutSlash(uri)).digest('hex')}`;
}

/** The alias names the newest version: who comes again later does not move it back. */
async function pointAlias(api: MlflowApi, model: string, alias: string, version: string): Promise<void> {
  const now = await versionByAlias(api, model, alias);
  if (now !== undefined && Number(now.version) >= Number(version)) return;
  if (await setAlias(api, model, alias, version)) return;
  throw new Trouble(`MLflow has no version ${version} of ${model} to call ${alias}`);
}

function runProblem(run: Run | undefined): string | undefined {
  if (run === undefined) return 'MLflow has no such run';
  if (run.isDeleted) return 'it was deleted';
  return ['FAILED', 'KILLED'].includes(run.status) ? `it ended ${run.status}` : undefined;
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
