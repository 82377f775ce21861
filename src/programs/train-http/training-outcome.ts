import type { Outcome } from '../action';
import type { Session } from '../session';
import type { outcomes } from './contract';
import type { TrainingPlan } from './plan';
import type { TrainedModel, Untrained } from './trained-run';

/** @internal */
export type TrainOutcome = Outcome<(typeof outcomes)[number]>;

/** Whether all that had to be trained were. @internal */
export function judged(
  plan: TrainingPlan,
  models: readonly (TrainedModel | Untrained)[],
  session: Session,
): TrainOutcome {
  const absent = models.filter((model) => 'why' in model);
  Object.assign(session.evidence, { models });
  for (const { name, why } of absent) session.log(`warning: ${name} was not trained: ${why}`);
  const missed = absent.filter(({ name }) => plan.models.some((model) => model.required && model.name === name));
  const outputs = outputsOf(plan, models);
  const trained = models.length - absent.length;
  const [first] = missed.length > 0 ? missed : trained === 0 ? absent : [];
  if (first === undefined) {
    const without = absent.length === 0 ? '' : `; without ${absent.map(({ name }) => name).join(', ')}`;
    return {
      outcome: 'trained',
      reason: `${trained} of ${models.length} models are trained${without}`,
      done: true,
      outputs,
    };
  }
  const names = (missed.length > 0 ? missed : absent).map(({ name }) => name).join(', ');
  const reason = `${trained} of ${models.length} models are trained, without ${names}; ${first.name}: ${first.why}`;
  return { outcome: 'incomplete', reason, done: false, outputs };
}

/** Nothing came of it. @internal */
export function unmade(
  plan: TrainingPlan,
  outcome: 'failed' | 'unclear' | 'contradicted',
  reason: string,
): TrainOutcome {
  return { outcome, reason, done: false, outputs: outputsOf(plan, []) };
}

function outputsOf(
  plan: TrainingPlan,
  models: readonly (TrainedModel | Untrained)[],
): Readonly<Record<string, string>> {
  const runs = plan.models.map(({ name, output }) => {
    const model = models.find((each) => each.name === name);
    return { name, output, run: model !== undefined && 'runId' in model ? model.runId : 'none' };
  });
  return {
    ...Object.fromEntries(runs.map(({ output, run }) => [output, run])),
    report: runs.map(({ name, run }) => `${name}=${run}`).join(','),
  };
}
