import { createHash, randomBytes } from 'node:crypto';
import { startDeadline } from '../../../src/programs/deadline';
import { historyKey, type Pointer } from '../../../src/programs/deploy-pointer/pointer';
import { readEnvironment } from '../../../src/programs/environment';
import type { Candidate } from '../../../src/programs/release/candidate';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { parseRecord, type StoredRecord } from '../../../src/programs/release/record-data';
import { type S3Api, s3Api } from '../../../src/programs/s3/api';
import { readObjectStore, storeContract } from '../../../src/programs/s3/object-store';
import { openSession } from '../../../src/programs/session';
import type { ApiClient } from '../../cluster/api/client';
import type { KubeObject } from '../../cluster/api/json';
import { startHttpServer } from '../../harness/http-server';
import type { Minio } from '../servers/minio';
import type { PodStage } from './pod';
import { workload } from './workload';

/** An environment of an application whose pods read a pointer, and nothing released to it. */
export interface PointerStage extends PodStage {
  record(): Promise<StoredRecord>;
  pointer(): Promise<Pointer | undefined>;
  history(token: number): Promise<Pointer | undefined>;
  /** From here on the pods stay with the model that they have. */
  freeze(): Promise<void>;
  stop(): Promise<void>;
}

const key = 'production/current.json';
const application = 'flts';

export async function makePointerStage(admin: ApiClient, namespace: string, minio: Minio): Promise<PointerStage> {
  const id = `p${randomBytes(5).toString('hex')}`;
  const store = storeOf(minio.env);
  if ((await store.createBucket(id)) !== 'made') throw new Error(`there is a bucket ${id}`);
  for (const name of [recordName(application, id), verdictBookName(application, id)])
    await admin.create(`/api/v1/namespaces/${namespace}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
    });
  const read = async (object: string): Promise<Pointer | undefined> => {
    const found = await store.getObject(id, object, 16 * 1024);
    return found && (JSON.parse(found.body.toString()) as Pointer);
  };
  let frozen: Pointer | undefined;
  const inference = await startHttpServer(async (_, response) => {
    const { runId = '' } = frozen ?? (await read(key)) ?? {};
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ run_id: runId }));
  });
  const pods = await workload({ admin, namespace }, id, 'inference:1', true);
  const place = {
    ENVIRONMENT: id,
    ALIAS: id,
    DEPLOY: 'pointer',
    DEPLOYS: 'uri',
    APPLICATION: application,
    BUCKET: id,
    KEY: key,
    ...minio.env,
    NAMESPACE: namespace,
    WORKLOAD: `deployment/${id}`,
    GITOPS: 'none',
    URL: inference.url,
    VERSION_PATH: '/model',
    VERSION_FIELD: 'run_id',
    VERSION: '<run-id>',
    ANSWERS_PER_POD: '5',
    POLL_SECONDS: '0.05',
    ROLLOUT_SECONDS: '5',
  };
  return {
    servers: { admin, namespace, digests: {} },
    file: () => undefined,
    workloads: { source: pods, target: pods },
    env: {
      APPLICATION: application,
      POD: 'pod-1',
      DEADLINE_SECONDS: '25',
      LOCK_WAIT_SECONDS: '20',
      WITHIN: 'true',
      ON_ERROR: 'revert',
      ON_INCONCLUSIVE: 'revert',
      NO_BASELINE: 'hold',
      ...Object.fromEntries(Object.entries(place).map(([name, value]) => [`SOURCE_${name}`, value])),
    },
    record: async () => {
      const path = `/api/v1/namespaces/${namespace}/configmaps/${recordName(application, id)}`;
      const { data } = await admin.get<KubeObject & { data?: Record<string, string> }>(path);
      return parseRecord('record', data);
    },
    pointer: () => read(key),
    history: (token) => read(historyKey(key, token)),
    freeze: async () => {
      frozen = await read(key);
    },
    stop: inference.stop,
  };
}

/** The store as its owner asks it. */
function storeOf(env: Minio['env']): S3Api {
  const session = openSession('test', () => undefined);
  const store = readObjectStore(readEnvironment(env, storeContract), session);
  return s3Api(store, { deadline: startDeadline(3600), session });
}

/** A version that was registered by a run of its own. */
export function trained(version: number): Candidate {
  const runId = `run-${version}`;
  const digest = `sha256:${createHash('sha256').update(runId).digest('hex')}`;
  return { modelVersion: String(version), runId, digest, commit: '', uri: `s3://mlflow/0/${runId}/artifacts/model` };
}
