import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { historyKey } from '../programs/deploy-pointer/pointer';
import { objectKey } from '../programs/s3/names';
import { checkRead } from './check-read';
import type { Deploy, DeployPlace } from './deploy';
import { checkBucket, type ObjectStore } from './object-store';
import { provesDeployed } from './version-proof';

/** @public */
export interface PointerOptions {
  /** Where the object is; its credentials may read and write it. */
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Its key, in a folder of its own: `production/current.json` has its history in `production/history/`. */
  readonly key: string;
}

const what = 'Deploy.pointer';

/** @internal */
export function pointer(options: PointerOptions): Deploy {
  checkProps(options, ['store', 'bucket', 'key'], what);
  const { store, bucket, key } = options;
  if (typeof store !== 'object' || store === null || !('forProgram' in store))
    throw new PipelineError({
      code: 'MLP3073',
      message: `the store of ${what} is ${show(store)}`,
      expected: "ObjectStore.at('http://minio.mlops.svc.cluster.local:9000', { credentials: { … } })",
    });
  checkBucket(bucket, `the bucket of ${what}`);
  if (typeof key !== 'string')
    throw new PipelineError({ code: 'MLP3072', message: `the key of ${what} is ${show(key)}`, actual: key });
  checkRead('MLP3072', `the key of ${what}`, () => objectKey(key));
  if (/(^|\/)history\/[^/]*$/.test(key))
    throw new PipelineError({
      code: 'MLP3073',
      message: `${what} has the key '${key}', where the history of another one would be`,
      expected: "a key such as 'production/current.json'",
    });
  const { env, mounts } = store.forProgram;
  return Object.freeze({
    mode: 'pointer',
    deploys: 'uri',
    followedByPods: true,
    writesTo: `${store.url} ${bucket}/${historyKey(key, 0)}`,
    misfit,
    settings: ({ application }: DeployPlace) => ({
      env: { APPLICATION: application, BUCKET: bucket, KEY: key, ...env },
      mounts,
      access: [],
      seconds: 120,
    }),
  });
}

function misfit({ workload, proof }: DeployPlace): string | undefined {
  if (workload === undefined) return `${what} needs the workload whose pods read it`;
  if (workload.kind === 'inferenceservice')
    return `${what} is read by nobody: the InferenceService '${workload.name}' has the address of its model in its own definition`;
  if (!provesDeployed(proof)) return undefined;
  return `${what} changes nothing of the workload, so its pods do not show what was deployed: use VersionProof.http`;
}
