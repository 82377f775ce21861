import { randomBytes } from 'node:crypto';
import type { Environment } from '../../../src/programs/environment';
import { deployedIn } from '../../../src/programs/environment-file/edit';
import { newFile } from '../../../src/programs/environment-file/new-file';
import type { Candidate } from '../../../src/programs/release/candidate';
import type { Side } from '../../../src/programs/release/effect';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { initialRecord, type ReleaseRecord } from '../../../src/programs/release/record';
import { parseRecord, recordData, type StoredRecord } from '../../../src/programs/release/record-data';
import type { VerdictBook } from '../../../src/programs/release/verdict-book';
import { parseVerdictBook, verdictBookData } from '../../../src/programs/release/verdict-book-data';
import type { Verdict } from '../../../src/programs/verdict';
import type { KubeObject } from '../../cluster/api/json';
import type { GitRepository } from '../servers/git-repository';
import { gitUsers } from '../servers/git-server';
import { repository as imagePath, type Servers } from './servers';
import { type Workload, workload } from './workload';

/** Two environments of an application on real servers, with version 1 released to both. */
export interface Stage {
  readonly servers: Servers;
  readonly application: string;
  readonly environments: Readonly<Record<Side, string>>;
  readonly repository: GitRepository;
  readonly workloads: Readonly<Record<Side, Workload>>;
  version(modelVersion: string): Candidate;
  /** All variables that any step needs. */
  readonly env: Environment & Readonly<Record<string, string>>;
  record(side: Side): Promise<StoredRecord>;
  book(): Promise<VerdictBook>;
  /** What git says of an environment; nothing without a file. */
  file(side: Side): { readonly digest: string; readonly token: number } | undefined;
  alias(side: Side): Promise<string | undefined>;
  /** Whether a version is tagged as rejected. */
  isTagged(modelVersion: string): Promise<boolean>;
  setRecord(side: Side, record: ReleaseRecord): Promise<void>;
}

/** With which version 1 was deployed: later than the minutes since 1970, so that each change adds one. */
export const firstToken = 500_000_000;

const format = { helmValues: 'image.digest', value: 'digest' } as const;

export interface StageOptions {
  /** Version 1 was released to both. @default true */
  readonly released?: boolean;
  /** Version 2 was deployed for a gate by `run-1`, which came to this verdict. */
  readonly judged?: Verdict;
  /** Where there is a workload whose roll-out can be waited for. @default both */
  readonly runs?: readonly Side[];
}

export async function makeStage(
  servers: Servers,
  { released = true, judged, runs = ['source', 'target'] }: StageOptions = {},
): Promise<Stage> {
  const { admin, namespace, git, images, tracking, model, digests } = servers;
  const id = randomBytes(5).toString('hex');
  const application = 'fraud';
  const environments = { source: `s${id}`, target: `t${id}` };
  const sides = ['source', 'target'] as const;
  const image = `${images.host}/${imagePath}`;
  const version = (modelVersion: string): Candidate => ({
    modelVersion,
    runId: `run-${modelVersion}`,
    digest: digests[modelVersion] ?? '',
    commit: `c0ffee${modelVersion}`,
    uri: `s3://models/fraud/${modelVersion}`,
  });
  const fileOf = (side: Side): string => `environments/${environments[side]}/${application}.yaml`;
  const deployed = `${image}@${digests['1']}`;
  const files = Object.fromEntries(
    sides.map((side) => {
      const wanted = side === 'source' && judged !== undefined ? '2' : '1';
      return [
        fileOf(side),
        newFile(format, { deployed: digests[wanted] ?? '', token: firstToken + Number(wanted) - 1 }),
      ];
    }),
  );
  const repository = git.create(id, released ? files : { 'README.md': 'the environments\n' });

  const one = version('1');
  const gated: Partial<ReleaseRecord> = {
    phase: 'gated',
    run: 'run-1',
    lock: { holder: 'run-1/pod-0', expires: Date.now() },
    token: firstToken + 1,
    attempt: firstToken + 1,
    candidate: version('2'),
    baseline: one,
    deployed: version('2'),
    good: judged === 'pass' ? version('2') : one,
    rejected: judged === 'fail' ? [{ modelVersion: '2', digest: version('2').digest }] : [],
  };
  const record: ReleaseRecord = released
    ? { ...initialRecord, token: firstToken, attempt: firstToken, candidate: one, deployed: one, good: one }
    : initialRecord;
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const mapPath = (name: string): string => `${maps}/${name}`;
  const configMap = (name: string, data?: Readonly<Record<string, string>>) =>
    admin.create(maps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels: { 'of-the': 'tests' } },
      ...(data === undefined ? {} : { data }),
    });
  const recordOf = (side: Side): string => recordName(application, environments[side]);
  for (const side of sides) {
    const isJudged = side === 'source' && judged !== undefined;
    const of = isJudged ? { ...record, ...gated } : record;
    await configMap(recordOf(side), released ? recordData({ record: of, audit: [] }) : undefined);
    const named = { name: model, alias: environments[side], version: isJudged ? '2' : '1' };
    if (released) await tracking.call('registered-models/alias', named);
  }
  const bookName = verdictBookName(application, environments.source);
  const two = version('2');
  const entry = {
    candidate: two,
    verdict: judged ?? 'error',
    attempt: firstToken + 1,
    by: 'run-1',
    at: '',
    reason: '',
  } as const;
  await configMap(bookName, judged === undefined ? undefined : verdictBookData([entry]));
  const workloads = {
    source: await workload(servers, environments.source, deployed, runs.includes('source')),
    target: await workload(servers, environments.target, deployed, runs.includes('target')),
  };

  const dataAt = async (name: string) =>
    (await admin.get<KubeObject & { data?: Record<string, string> }>(mapPath(name))).data;
  const sideEnv = (prefix: string, side: Side): Record<string, string> =>
    Object.fromEntries(
      Object.entries({
        ENVIRONMENT: environments[side],
        ALIAS: environments[side],
        DEPLOY: 'git',
        DEPLOYS: 'image',
        REPOSITORY: repository.url,
        BRANCH: 'main',
        FILE: fileOf(side),
        FORMAT: JSON.stringify(format),
        GIT_USERNAME: gitUsers.writer.username,
        GIT_PASSWORD: gitUsers.writer.password,
        NAMESPACE: namespace,
        WORKLOAD: `deployment/${environments[side]}`,
        GITOPS: 'none',
        VERSION_CONTAINER: 'app',
        POLL_SECONDS: '0.05',
        ROLLOUT_SECONDS: '10',
      }).map(([name, value]) => [`${prefix}${name}`, value]),
    );
  return {
    servers,
    application,
    environments,
    repository,
    workloads,
    version,
    env: {
      RUN: 'run-1',
      POD: 'pod-1',
      APPLICATION: application,
      DEADLINE_SECONDS: '25',
      LOCK_WAIT_SECONDS: '5',
      ON_ERROR: 'hold',
      ON_INCONCLUSIVE: 'revert',
      NO_BASELINE: 'hold',
      ON_PROMOTE_FAILURE: 'restore',
      MLFLOW_TRACKING_URI: tracking.url,
      MLFLOW_REGISTERED_MODEL: model,
      IMAGE_REPOSITORY: image,
      IMAGE_INSECURE: 'a registry of the tests',
      ...sideEnv('SOURCE_', 'source'),
      ...sideEnv('TARGET_', 'target'),
    },
    record: async (side) => parseRecord(side, await dataAt(recordOf(side))),
    book: async () => parseVerdictBook('book', await dataAt(bookName)),
    file(side) {
      const text = repository.read(fileOf(side));
      if (text === undefined) return undefined;
      const found = deployedIn(Buffer.from(text), format);
      return { digest: found.deployed, token: found.token };
    },
    alias: async (side) => {
      const query = new URLSearchParams({ name: model, alias: environments[side] });
      const answer = await fetch(`${tracking.url}/api/2.0/mlflow/registered-models/alias?${query}`);
      const { model_version: found } = (await answer.json()) as { model_version?: { version: string } };
      return found?.version;
    },
    isTagged: async (modelVersion) => {
      const { model_version: found } = await tracking.call(`model-versions/get?name=${model}&version=${modelVersion}`);
      const { tags = [] } = found as { tags?: readonly { key: string }[] };
      return tags.some(({ key }) => key === `rejected.${environments.source}`);
    },
    setRecord: async (side, wanted) => {
      const data = recordData({ record: wanted, audit: [] });
      const object = await admin.get<KubeObject>(mapPath(recordOf(side)));
      await admin.update(mapPath(recordOf(side)), { ...object, data });
    },
  };
}

/** The five texts of a candidate, as a step is told of them. */
export function candidateEnv({
  modelVersion,
  runId,
  digest,
  commit,
  uri,
}: Candidate): Readonly<Record<string, string>> {
  return { MODEL_VERSION: modelVersion, RUN_ID: runId, DIGEST: digest, COMMIT: commit, URI: uri };
}
