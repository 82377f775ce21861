import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import type { Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { distinctMetrics } from '../programs/check-sampling/contract';
import { type Observed, variableOf } from '../programs/check-sampling/observation';
import { checkRead } from './check-read';
import type { MlflowRegistry } from './mlflow-registry';
import type { Sampling } from './sampling';

const deadlineSeconds = 120;

/** What is looked at, and where. @internal */
export interface CheckSamplingOptions {
  readonly sampling: Sampling;
  /** Without it the outputs of the unit. */
  readonly registry: MlflowRegistry | undefined;
  readonly distinct: { readonly [test: string]: string } | undefined;
  readonly programImage: Image | undefined;
}

/** The gate that looks whether data were sampled, for the unit of a name. @internal */
export function checkSamplingTask(
  name: string,
  { sampling, registry, distinct = {}, programImage }: CheckSamplingOptions,
): Task<never, unknown> {
  const metrics = JSON.stringify(distinct);
  checkRead('MLP3078', `distinct of sampled '${name}'`, () => distinctMetrics(metrics));
  const observed = Object.keys(sampling.outputs) as Observed[];
  const { MLFLOW_REGISTERED_MODEL: _, ...server } = registry?.env ?? {};
  const own: Params =
    registry === undefined ? sampling.outputs : { runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }) };
  return programTask(
    `check-sampling-${name}`,
    { name: 'check-sampling', text: programText('check-sampling') },
    {
      image: programImage,
      inputs: { ...own, ...sampling.inputs } as Params,
      outputs: { verdict: verdict(), reason: text() },
      env: ({ inputs }) => ({
        ...sampling.env(inputs as never),
        ...(sampling.window === undefined ? {} : { SAMPLE_WINDOW: JSON.stringify(sampling.window) }),
        ...(registry === undefined
          ? Object.fromEntries(observed.map((output) => [variableOf(output), inputs[output] ?? '']))
          : {
              ...server,
              RUN_ID: inputs.runId ?? '',
              PIPELINE_RUN: runName,
              DISTINCT_METRICS: metrics,
              DEADLINE_SECONDS: String(deadlineSeconds),
            }),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  ) as unknown as Task<never, unknown>;
}
