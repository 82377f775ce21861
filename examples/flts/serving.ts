import { Duration } from 'cdk8s';
import { Check, Deploy, Environment, Promotion, Sample, VersionProof, Workload } from 'cdk8s-mlops';
import { window } from './data';
import { limits, name, port } from './inference';
import { buckets, type Platform } from './platform';

/** Columns of a row, and how many of them are foretold. */
const columns = 17;
const targets = 11;

/**
 * Where models answer. Which one does is an object of a bucket, written by the release only and read by the pods; they say
 * which run it is of.
 */
function environmentOf({ preset, promotions }: Platform): Environment {
  return Environment.of(preset.name, {
    application: 'flts',
    namespace: preset.namespace,
    url: `http://${name}.${preset.namespace}.svc.cluster.local:${port}`,
    proof: VersionProof.http({ path: '/model', field: 'runId', names: 'run' }),
    workload: Workload.deployment(name, { limits }),
    deploy: Deploy.pointer({ store: promotions, bucket: buckets.promotion, key: 'current.json' }),
    rolloutDeadline: Duration.minutes(5),
  });
}

/**
 * What becomes of a model that was chosen: it is promoted, and stays so only if what answers has it and answers well. All
 * else goes back to the last good one, also where nobody could say. The first of all has none to go back to: it is held.
 */
export function promotionOf(platform: Platform): Promotion {
  return Promotion.within(environmentOf(platform), {
    registry: platform.registry,
    onError: 'revert',
    onInconclusive: 'revert',
    noBaseline: 'hold',
  });
}

/** It foretells by as many rows as it was trained on, and its pods stay within their limits. */
export const checks: readonly [Check, ...Check[]] = [
  Check.http({
    path: '/predict',
    sample: Sample.json({ rows: Array.from({ length: window.input }, (_, row) => Array(columns).fill(row)) }),
    expect: {
      status: 200,
      contentType: 'application/json',
      json: {
        prediction: {
          type: 'array',
          length: window.output,
          items: { type: 'array', length: targets, items: { type: 'number' } },
        },
      },
    },
    samples: 20,
    deadline: Duration.minutes(2),
  }),
  Check.pods({ cpu: 'warn' }),
];
