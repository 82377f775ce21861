import { shorter, startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import type { Calling } from '../http-call';
import { mlflowApi } from '../mlflow/api';
import { pipelineRunTag } from '../mlflow/names';
import { recentRuns } from '../mlflow/recent-runs';
import { setRunTag } from '../mlflow/run';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { awaitDone } from './await-done';
import { bodyOf } from './body';
import { contract } from './contract';
import type { TrainingPlan } from './plan';
import { startTraining } from './start-training';
import { misfit } from './statement';
import { trainedModels } from './trained-models';
import { trainingApi } from './training-api';
import { judged, type TrainOutcome, unmade } from './training-outcome';

const day = 86_400_000;

/**
 * Has an HTTP API train models, waits until it is done, and finds the run of MLflow that each of them was logged by.
 *
 * What the API says alone is not enough: a model counts as trained if a run of it began after the start, finished, and has
 * files. Which runs are new is told by those that were there before, not by clocks.
 *
 * @internal
 */
export async function trainHttp(environment: Environment, session: Session): Promise<TrainOutcome> {
  const { tracking, url, token, pipelineRun, plan, ...times } = readEnvironment(environment, contract);
  const body = bodyOf(plan.start, environment);
  const deadline = startDeadline(times.deadline);
  const calling: Calling = { deadline, session };
  const api = trainingApi(url, token, calling);
  const mlflow = mlflowApi(trackingServer(tracking, session), calling);
  Object.assign(session.evidence, { api: url.href, experiment: plan.experiment, pipelineRun });

  const since = Date.now() - day;
  const before = await recentRuns(mlflow, plan.experiment, since);
  const started = await startTraining(api, plan.start, body, pipelineRun);
  if ('outcome' in started) return unmade(plan, started.outcome, started.reason);
  session.log('training is started');
  const patience = { pause: times.poll * 1000, outage: times.outage * 1000 };
  const ended =
    plan.poll === undefined
      ? { done: started.answer }
      : await awaitDone(api, plan.poll, started.answer, patience, calling);
  if ('failed' in ended) return unmade(plan, 'failed', `the training API says that training failed: ${ended.failed}`);

  const answer = ended.done;
  const status = plan.statusPath === undefined ? answer : await api.get(plan.statusPath);
  const contradictions = contradictionsIn(plan, answer, status);
  if (contradictions.length > 0) return unmade(plan, 'contradicted', contradictions.join('; '));
  const looking = { api: mlflow, session, pipelineRun, experiment: plan.experiment, answer, before };
  const models = await trainedModels(plan.models, status, { ...looking, since }, shorter(deadline, times.settle));
  // So that selection and registration know whose they are.
  for (const model of models) if ('runId' in model) await setRunTag(mlflow, model.runId, pipelineRunTag, pipelineRun);
  return judged(plan, models, session);
}

/** What is said of models that are never trained, and is not so. */
function contradictionsIn({ untrained }: TrainingPlan, answer: unknown, status: unknown): readonly string[] {
  return untrained.flatMap(({ name, status: expected, claim }) => {
    const wrong = misfit(status, expected);
    const claimed = claim !== undefined && misfit(answer, claim) === undefined;
    return [
      ...(wrong === undefined ? [] : [`${name} is never trained, but its status is another: ${wrong}`]),
      ...(claimed ? [`${name} is never trained, but the answer says that it was: see ${claim.at}`] : []),
    ];
  });
}
