import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { sklearn } from '../../programs/check-model/sklearn';
import { defineKind, notebookValidationJob } from '../../services/servers/kinds';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { withEnv } from '../container';
import { committedManifests } from '../dist-manifests';
import { openShiftUser } from '../kubelet/identity';
import type { LocalProcesses } from '../kubelet/local-process';
import type { Scenario } from '../kubelet/scenario';
import { claimFolder, giveTo } from '../kubelet/volumes';
import { type PipelineRun, succeeded, type TaskRunResult } from '../tekton/pipeline-run';
import { logOf, programsRun } from '../tekton/programs-run';
import { runPipeline } from '../tekton/run';
import { withSteps } from '../tekton/with-steps';
import { type Operator, startOperator } from './operator';
import { claim, hosts, namespace, places, trainingClaim } from './places';
import { type Prometheus, startPrometheus, token } from './prometheus';

/** The example aiops as it is emitted, on the real controller. */
export interface Aiops {
  readonly prometheus: Prometheus;
  readonly operator: Operator;
  /** What starts runs by itself; the tests do that. */
  readonly schedules: readonly KubeObject[];
  /** An empty claim, all series, good notebooks. */
  reset(): Promise<void>;
  retrain(model: string, options?: RetrainOptions): Promise<Retrained>;
  /** The digests of a model's versions, as they are in the folder that is served from. */
  published(model: string): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface RetrainOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly scenario?: Scenario;
  /** Other values of variables that are emitted. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shorter times for tasks. */
  readonly timeouts?: Readonly<Record<string, string>>;
  readonly meanwhile?: (run: PipelineRun, path: string) => Promise<void>;
}

export interface Retrained {
  readonly phase: 'Succeeded' | 'Failed' | 'Hangs';
  /** The tasks whose programs ran, in order. */
  readonly ran: readonly string[];
  /** The results of each task. */
  readonly results: Readonly<Record<string, Readonly<Record<string, TaskRunResult['value']>>>>;
  readonly log: string;
}

/** Numbers that are lowered, so that a test takes seconds. */
const faster = { DEADLINE_SECONDS: '60', CHECK_MODEL_DEADLINE_SECONDS: '60' };

export async function startAiops(): Promise<Aiops> {
  const python = sklearn;
  if (python === undefined) throw new Error('no scikit-learn: .ci/run installs it');
  await defineKind(api, notebookValidationJob);
  const tls = selfSigned(places.prometheus.name);
  const prometheus = await startPrometheus(tls);
  const { scratch, tektonImages: images } = inject('cluster');
  const folder = claimFolder(scratch, namespace, claim);
  const training = claimFolder(scratch, namespace, trainingClaim);
  const claims = [
    { folder, mountPath: '/mnt/models' },
    { folder: training, mountPath: '/mnt/training' },
  ];
  const operator = startOperator(api, { python, claims });
  const all = committedManifests().aiops ?? [];
  const emitted = all.filter(({ kind }) => kind !== 'CronJob');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'prometheus', namespace },
    stringData: { token },
  };
  await applyAll(api, [...emitted, secret]);
  return {
    prometheus,
    operator,
    schedules: all.filter(({ kind }) => kind === 'CronJob'),
    async reset() {
      for (const { folder } of claims) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        // As the notebook's own pod would, which has it first.
        giveTo(openShiftUser, folder);
      }
      prometheus.has(1_000);
      operator.notebooks({});
    },
    async retrain(model, { env = {}, meanwhile, ...options } = {}) {
      const ended = await runPipeline(
        api,
        withSteps(emitted, (step) => withEnv(step, { ...faster, ...env })),
        {
          ...options,
          meanwhile: async (run, path) => {
            operator.check();
            await meanwhile?.(run, path);
          },
          submit: `retrain-${model}`,
          scratch,
          images,
          hosts,
          place: { trusts: tls.cert, ...trainersImage(scratch, python) },
          patience: 120,
        },
      );
      const condition = succeeded(ended.pipelineRun);
      return {
        phase: ended.hangs ? 'Hangs' : condition?.status === 'True' ? 'Succeeded' : 'Failed',
        ran: programsRun(ended).map(({ task }) => task),
        results: Object.fromEntries(
          ended.taskRuns.map(({ metadata, status }) => [
            metadata.labels?.['tekton.dev/pipelineTask'] ?? '',
            Object.fromEntries((status?.results ?? []).map(({ name, value }) => [name, value])),
          ]),
        ),
        log: `${condition?.reason}: ${condition?.message}\n${logOf(ended)}`,
      };
    },
    published(model) {
      const versions = existsSync(join(folder, model)) ? readdirSync(join(folder, model)) : [];
      return Object.fromEntries(
        versions
          .filter((name) => /^\d+$/.test(name))
          .map((name) => [name, digestOf(join(folder, model, name, 'model.pkl'))]),
      );
    },
    async stop() {
      await operator.stop();
      await prometheus.stop();
    },
  };
}

/** What the trainer's image has beyond the others: a Python with scikit-learn. */
function trainersImage(scratch: string, python: string): Pick<LocalProcesses, 'programs' | 'folders'> {
  const folder = join(scratch, 'trainer');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'python'), '#!/bin/sh\nexec /sklearn/bin/python "$@"\n');
  chmodSync(join(folder, 'python'), 0o755);
  // An environment of its own is made of links to the Python that made it.
  const made = dirname(dirname(realpathSync(python)));
  const folders = { '/sklearn': dirname(dirname(python)), ...(made.startsWith('/usr') ? {} : { [made]: made }) };
  return { programs: [folder], folders };
}

function digestOf(file: string): string {
  return `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
}
