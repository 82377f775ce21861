import { execFile } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { openShiftUser } from '../kubelet/identity';
import type { Volume } from '../kubelet/pod';
import { canChangeUser } from '../kubelet/process';
import { namespace } from './places';

/** What a notebook does, by what `notebook.py` is told; or it fails, or it does not end. */
export type Notebook =
  | 'good'
  | 'nothing'
  | 'empty'
  | 'half'
  | 'another-shape'
  | 'bare'
  | 'of-the-notebook'
  | 'a-second-file'
  | { readonly fails: string }
  | 'never-ends';

/** Stands in for the operator of NotebookValidationJobs: runs the notebook with the job's env and reports its phases. */
export interface Operator {
  /** What notebooks do from now on, by a part of their names. */
  notebooks(by: Readonly<Record<string, Notebook>>): void;
  /** The jobs that it saw, in the order they came. */
  readonly jobs: readonly NotebookJob[];
  /** @throws what it could not go on with */
  check(): void;
  stop(): Promise<void>;
}

export interface NotebookJob extends KubeObject {
  readonly spec: {
    readonly podConfig: {
      readonly env: readonly { readonly name: string; readonly value?: string }[];
      readonly volumes?: readonly Volume[];
      readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
    };
  };
  readonly status?: { readonly phase?: string };
}

interface Options {
  /** A Python with scikit-learn. */
  readonly python: string;
  /** Where a claim is on this machine. */
  readonly folderOf: (claim: string) => string;
}

const path = listPath('mlops.mlops.dev/v1alpha1', 'NotebookValidationJob', namespace);
/** How many values go into a model and come out. */
const shapes: Readonly<Record<string, readonly [features: number, answers: number]>> = {
  'anomaly-detector': [5, 1],
  'predictive-analytics': [120, 12],
};

export function startOperator(api: ApiClient, options: Options): Operator {
  const jobs: NotebookJob[] = [];
  let behaviours: Readonly<Record<string, Notebook>> = {};
  let over = false;
  let problem: unknown;
  const following = (async () => {
    while (!over) {
      const { items } = await api.get<{ items: NotebookJob[] }>(path);
      for (const job of items.filter(({ status }) => status?.phase === undefined)) {
        jobs.push(job);
        await work(api, job, behaviourOf(job, behaviours), options);
      }
      await sleep(100);
    }
  })().catch((reason) => {
    problem = reason;
  });
  return {
    jobs,
    notebooks: (by) => {
      behaviours = by;
    },
    check() {
      if (problem !== undefined) throw problem;
    },
    async stop() {
      over = true;
      await following;
    },
  };
}

function behaviourOf({ metadata }: NotebookJob, by: Readonly<Record<string, Notebook>>): Notebook {
  return Object.entries(by).find(([part]) => metadata.name.includes(part))?.[1] ?? 'good';
}

async function work(api: ApiClient, job: NotebookJob, notebook: Notebook, options: Options): Promise<void> {
  const report = (status: object) => api.patch(`${path}/${job.metadata.name}/status`, { status });
  await report({ phase: 'Initializing' });
  await report({ phase: 'ValidationRunning', validationPodName: `${job.metadata.name}-validation` });
  if (notebook === 'never-ends') return;
  if (typeof notebook === 'object') {
    await report({ phase: 'Failed', message: notebook.fails });
    return;
  }
  await execute(job, notebook, options);
  await report({ phase: 'Succeeded', message: 'Validation completed successfully' });
}

/** As papermill does in the job's pod. What it leaves is of the user whom OpenShift gives the pods of a namespace. */
async function execute({ metadata, spec }: NotebookJob, kind: string, { python, folderOf }: Options): Promise<void> {
  const env = Object.fromEntries(spec.podConfig.env.map(({ name, value = '' }) => [name, value]));
  const [features = 0, answers = 0] = Object.entries(shapes).find(([name]) => metadata.name.includes(name))?.[1] ?? [];
  const { volumes = [], volumeMounts = [] } = spec.podConfig;
  const mount = volumeMounts.find(({ mountPath }) => env.MODEL_FILE?.startsWith(`${mountPath}/`));
  const claim = volumes.find(({ name }) => name === mount?.name)?.persistentVolumeClaim?.claimName;
  if (mount === undefined || claim === undefined) throw new Error(`${metadata.name}: ${env.MODEL_FILE} is in no claim`);
  const folder = folderOf(claim);
  const file = join(folder, env.MODEL_FILE?.slice(mount.mountPath.length) ?? '');
  await promisify(execFile)(python, [join(__dirname, 'notebook.py'), kind, String(features), String(answers)], {
    env: { ...env, MODEL_FILE: file, PATH: '/usr/bin:/bin' },
  });
  if (!canChangeUser()) return;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const each of files) chownSync(join(folder, each), openShiftUser, openShiftUser);
}
