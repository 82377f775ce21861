import { type Deadline, startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { mlflowApi } from '../mlflow/api';
import { pipelineRunTag } from '../mlflow/names';
import { type Run, readRun } from '../mlflow/run';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { loggedContract } from './contract';
import type { Finding } from './judge-sampling';
import { type Observation, observationKeys } from './observation';

/** What a run of MLflow says of its data, and what its metrics say of it. @internal */
export interface Logged {
  readonly seen: Observation;
  readonly findings: readonly Finding[];
}

/** @throws Trouble for a run that is not there, or is of another run of the pipeline: its data were others @internal */
export async function loggedObservation(environment: Environment, session: Session): Promise<Logged> {
  const { tracking, runId, pipelineRun, deadline: seconds, distinct } = readEnvironment(environment, loggedContract);
  const deadline: Deadline = startDeadline(seconds);
  const run = await readRun(mlflowApi(trackingServer(tracking, session), { deadline, session }), runId);
  if (run === undefined || run.isDeleted) throw new Trouble(`MLflow has no run ${runId}`);
  const of = run.tags.get(pipelineRunTag);
  if (of !== pipelineRun) {
    const whose = of === undefined ? `has no tag ${pipelineRunTag}` : `is of ${session.show(of, 80)}`;
    throw new Trouble(`run ${runId} ${whose}, and what it saw counts with the tag ${pipelineRunTag} = ${pipelineRun}`);
  }
  return {
    seen: observationIn(run, session),
    findings: Object.entries(distinct).map((pair) => distinctFinding(pair, run)),
  };
}

function observationIn({ params, metrics }: Run, session: Session): Observation {
  const read = (key: string): string | undefined => {
    const text = params.get(key) ?? metrics.get(key)?.toString();
    return text === undefined ? undefined : session.show(text, 100);
  };
  return Object.fromEntries(Object.entries(observationKeys).map(([name, key]) => [name, read(key)]));
}

/** Numbers that are equal to the last digit were measured on the same data. */
function distinctFinding([test, train]: readonly [string, string], { metrics }: Run): Finding {
  const [measured, other] = [metrics.get(test), metrics.get(train)];
  const unseen = measured === undefined ? test : other === undefined ? train : undefined;
  if (unseen !== undefined || measured === undefined || other === undefined) return { text: `nobody logged ${unseen}` };
  if (!Number.isFinite(measured) || !Number.isFinite(other))
    return { text: `${test} is ${measured} and ${train} is ${other}, which can't be compared` };
  const holds = measured !== other;
  return { holds, text: holds ? `${test} and ${train} differ` : `${test} is ${measured}, and ${train} is the same` };
}
