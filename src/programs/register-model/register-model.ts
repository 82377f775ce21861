import { startDeadline } from '../deadline';
import { setAlias, versionByAlias } from '../mlflow/alias';
import { type MlflowApi, mlflowApi } from '../mlflow/api';
import { type Run, readRun } from '../mlflow/run';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import type { RegisterOutcome } from './contract';
import { registerRun, registrable } from './register-run';

/**
 * Registers the model that a training run logged, once: whoever registers the same run, at the same time or again, is told
 * the same version.
 *
 * @internal
 */
export async function registerModel(configuration: Configuration, session: Session): Promise<RegisterOutcome> {
  const { server, model, runId, alias, poll } = configuration;
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
  const source = await registrable(run, configuration, { api, session });
  if ('none' in source) return refused(source.none);
  session.evidence.source = source;

  const registered = await registerRun({ api, model, runId, pipelineRun, deadline, session }, source, poll);
  if ('unready' in registered) return { outcome: 'error', reason: registered.unready, done: false };
  if ('refused' in registered) return refused(registered.refused);
  const { version, created, uri, digest } = registered;
  session.evidence.artifactUri = uri;
  if (alias !== undefined) await pointAlias(api, model, alias, version);
  return {
    outcome: created ? 'registered' : 'already-registered',
    reason: `run ${runId} is version ${version} of ${model}`,
    done: true,
    outputs: { 'model-version': version, 'artifact-uri': uri, 'run-id': runId, digest },
  };
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
