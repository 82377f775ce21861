import type { Outcome } from '../action';
import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import type { Absent } from '../members/finished-run';
import { handedOn } from '../members/handed-on';
import { tooFew, withoutShared } from '../members/own-run';
import { type MlflowApi, mlflowApi } from '../mlflow/api';
import { setRunTag } from '../mlflow/run';
import { trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { contract, type outcomes } from './contract';
import { type Entrant, rank } from './rank';
import type { SelectionRules } from './rules';
import { takePart } from './take-part';

/** @internal */
export type SelectOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * Chooses the best of the models that this run of the pipeline trained. What others trained, before or beside it, does
 * not take part, however good it is.
 *
 * Every run that took part keeps its score in its tags, also those that were not chosen.
 *
 * @internal
 */
export async function selectBest(environment: Environment, session: Session): Promise<SelectOutcome> {
  const { tracking, deadline, pipelineRun, rules } = readEnvironment(environment, contract);
  const runs = handedOn(rules.members, environment);
  const api = mlflowApi(trackingServer(tracking, session), { deadline: startDeadline(deadline), session });
  const looked: (Entrant | Absent)[] = [];
  for (const [name, run] of runs) looked.push(await takePart(name, run, rules.score, { api, pipelineRun, session }));
  const parted = withoutShared(looked);
  const absent = parted.filter((one) => 'why' in one);
  const ranking = rank(
    parted.filter((one) => 'score' in one),
    rules.score,
  );
  Object.assign(session.evidence, { pipelineRun, score: rules.score, ranking, absent });
  for (const { name, score } of ranking) session.log(`${name}: ${score}`);
  for (const { name, why } of absent) session.log(`warning: ${name} does not take part: ${why}`);

  const [best] = ranking;
  const reason = tooFew(rules.members, rules.minCandidates, absent);
  await keepNumbers(api, ranking, reason === undefined ? best : undefined);
  const outputs = { considered: consideredText(rules, ranking) };
  if (best === undefined || reason !== undefined)
    return { outcome: 'none', reason: reason ?? 'no model can be chosen', done: false, outputs };
  const others = absent.length === 0 ? '' : `; without ${absent.map(({ name }) => name).join(', ')}`;
  return {
    outcome: 'selected',
    reason: `${best.name} is best of ${ranking.length} with ${best.score}${others}`,
    done: true,
    outputs: { ...outputs, 'run-id': best.runId, member: best.name, score: String(best.score) },
  };
}

async function keepNumbers(api: MlflowApi, ranking: readonly Entrant[], best: Entrant | undefined): Promise<void> {
  for (const entrant of ranking) {
    await setRunTag(api, entrant.runId, 'pipeline.score', String(entrant.score));
    await setRunTag(api, entrant.runId, 'pipeline.selected', String(entrant === best));
  }
}

/** Each member with its score, in the order of the ranking; the others after them. */
function consideredText({ members }: SelectionRules, ranking: readonly Entrant[]): string {
  const others = members.filter(({ name }) => !ranking.some((entrant) => entrant.name === name));
  return [...ranking.map(({ name, score }) => `${name}=${score}`), ...others.map(({ name }) => `${name}=none`)].join(
    ',',
  );
}
