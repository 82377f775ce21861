import type { Deadline } from '../deadline';
import { recentRuns } from '../mlflow/recent-runs';
import type { ModelPlan } from './plan';
import { misfit } from './statement';
import { type Trained, type TrainedModel, trainedRun, type Untrained } from './trained-run';

/**
 * What was trained, each model by its run; looked for again for a while where a run may still come to its end.
 *
 * @param status what the API says of the models
 * @internal
 */
export async function trainedModels(
  models: readonly ModelPlan[],
  status: unknown,
  { since, ...looking }: Omit<Trained, 'now'> & { readonly since: number },
  patience: Deadline,
): Promise<readonly (TrainedModel | Untrained)[]> {
  for (;;) {
    const now = await recentRuns(looking.api, looking.experiment, since);
    const looked: (TrainedModel | Untrained)[] = [];
    for (const model of models) {
      const wrong = misfit(status, model.status);
      looked.push(
        wrong === undefined
          ? await trainedRun(model, { ...looking, now })
          : { name: model.name, why: `the training API does not say that it is trained: ${wrong}` },
      );
    }
    if (patience.expired() || !looked.some((one) => 'mayCome' in one && one.mayCome)) return withoutShared(looked);
    await patience.sleep(2000);
  }
}

/** Two models with one run: at least one of them was not trained. */
function withoutShared(looked: readonly (TrainedModel | Untrained)[]): readonly (TrainedModel | Untrained)[] {
  return looked.map((one) => {
    if ('why' in one) return one;
    const same = looked.filter((other) => 'runId' in other && other.runId === one.runId);
    if (same.length < 2) return one;
    return { name: one.name, why: `${same.map(({ name }) => name).join(' and ')} have the same run ${one.runId}` };
  });
}
