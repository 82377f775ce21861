import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import type { Absent } from '../members/finished-run';
import { handedOn } from '../members/handed-on';
import { ownRun, tooFew, withoutShared } from '../members/own-run';
import { mlflowApi } from '../mlflow/api';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { contract, type outcomes } from './contract';

/** @internal */
export type JoinOutcome = Outcome<(typeof outcomes)[number]>;

interface Trained {
  readonly name: string;
  readonly runId: string;
}

/**
 * Says of which members this run of the pipeline trained a model: a file of its name holds the id of the run, or `none`.
 * Whoever waits for a member hears of it either way.
 *
 * @internal
 */
export async function joinMembers(environment: Environment, session: Session): Promise<JoinOutcome> {
  const { tracking, deadline, pipelineRun, rules } = readEnvironment(environment, contract);
  const runs = handedOn(rules.members, environment);
  const api = mlflowApi(trackingServer(tracking, session), { deadline: startDeadline(deadline), session });
  const looked: (Trained | Absent)[] = [];
  for (const [name, text] of runs) {
    const found = await ownRun(name, text, { api, pipelineRun, session });
    looked.push('why' in found ? found : { name, runId: found.run.id });
  }
  const parted = withoutShared(looked);
  const absent = parted.filter((one) => 'why' in one);
  Object.assign(session.evidence, { pipelineRun, members: parted });
  for (const { name, why } of absent) session.log(`warning: ${name} is missing: ${why}`);

  const outputs = {
    report: parted.map((one) => `${one.name}=${'why' in one ? 'missing' : 'trained'}`).join(','),
    ...Object.fromEntries(parted.map((one) => [one.name, 'why' in one ? 'none' : one.runId])),
  };
  const reason = tooFew(rules.members, rules.minCandidates, absent);
  if (reason !== undefined) return { outcome: 'missing', reason, done: false, outputs };
  const others = absent.length === 0 ? '' : `; without ${absent.map(({ name }) => name).join(', ')}`;
  const trained = `${parted.length - absent.length} of ${parted.length} models are trained${others}`;
  return { outcome: 'trained', reason: trained, done: true, outputs };
}
