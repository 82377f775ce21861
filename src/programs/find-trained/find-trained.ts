import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { type MlflowApi, mlflowApi } from '../mlflow/api';
import { readVersion } from '../mlflow/model-version';
import { configHashTag, configVersionTag } from '../mlflow/names';
import type { Run } from '../mlflow/run';
import { finishedRunsTagged } from '../mlflow/tagged-runs';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { configurationOf, hashOf } from './configuration';
import { contract, type outcomes } from './contract';

/** @internal */
export type FindOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * Looks whether the same was trained before and came to a good end: a run with this configuration's hash, whose version,
 * if it was registered, is still there. What was trained and rejected has no such hash.
 *
 * @internal
 */
export async function findTrained(environment: Environment, session: Session): Promise<FindOutcome> {
  const { tracking, deadline, identity, force } = readEnvironment(environment, contract);
  const configuration = configurationOf(tracking.model, identity, environment);
  const hash = hashOf(configuration);
  Object.assign(session.evidence, { configuration, hash, force });
  session.log(`the configuration is ${hash}`);
  const ended = (outcome: FindOutcome['outcome'], reason: string, run = 'none', version = 'none'): FindOutcome => ({
    outcome,
    reason,
    done: true,
    outputs: { 'config-hash': hash, 'trained-run': run, 'trained-version': version },
  });
  if (force === 'true') return ended('forced', `trained in any case: ${hash}`);

  const api = mlflowApi(trackingServer(tracking, session), { deadline: startDeadline(deadline), session });
  for (const run of await finishedRunsTagged(api, configHashTag, hash)) {
    const version = run.tags.get(configVersionTag);
    const gone = version === undefined ? undefined : await goneProblem(api, tracking.model, run, version);
    if (gone === undefined)
      return ended(
        'found',
        `cached: ${describe(tracking.model, run, version)} was trained with ${hash}`,
        run.id,
        version,
      );
    session.log(`run ${run.id} does not count: ${gone}`);
  }
  return ended('none', `nothing that is still there was trained with ${hash}`);
}

function describe(model: string, { id }: Run, version: string | undefined): string {
  return version === undefined ? `run ${id}` : `version ${version} of ${model} (run ${id})`;
}

/** Nothing if the version is there, else why it can't be used any more. */
async function goneProblem(api: MlflowApi, model: string, run: Run, version: string): Promise<string | undefined> {
  if (!/^[1-9]\d{0,15}$/.test(version)) return 'it names no version';
  const found = await readVersion(api, model, version);
  if (found === undefined) return `version ${version} of ${model} was deleted`;
  if (found.runId !== run.id) return `version ${version} of ${model} is of another run`;
  return found.status === 'READY' ? undefined : `version ${version} of ${model} is ${found.status}`;
}
