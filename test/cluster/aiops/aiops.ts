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
import { gitUsers, startGitServer } from '../../services/servers/git-server';
import { defineKind, notebookValidationJob } from '../../services/servers/kinds';
import type { KubeObject } from '../api/json';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { type Container, withEnv } from '../container';
import { committedManifests } from '../dist-manifests';
import { fasterContainer } from '../faster-container';
import { openShiftUser } from '../kubelet/identity';
import type { LocalProcesses } from '../kubelet/local-process';
import type { Scenario } from '../kubelet/scenario';
import { claimFolder, giveTo } from '../kubelet/volumes';
import { type PipelineRun, succeeded, type TaskRunResult } from '../tekton/pipeline-run';
import { logOf, programsRun } from '../tekton/programs-run';
import { runPipeline } from '../tekton/run';
import { withSteps } from '../tekton/with-steps';
import { type Operator, startOperator } from './operator';
import { claim, hosts, modelPort, namespace, places } from './places';
import { type Prometheus, startPrometheus, token } from './prometheus';
import { type InferenceService, type Serving, startServing } from './serving';

/** The example aiops as it is emitted, on the real controller. */
export interface Aiops {
  readonly prometheus: Prometheus;
  readonly operator: Operator;
  /** What serves, where the example does. */
  readonly serving: Serving | undefined;
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
  /** The stages up to a version whose programs ran, in order; what a model needs beside them is left out. */
  readonly ran: readonly string[];
  /** The results of each task. */
  readonly results: Readonly<Record<string, Readonly<Record<string, TaskRunResult['value']>>>>;
  readonly log: string;
}

const stages = /^(?:check-source|train-.*|check-model|on-check-model-.*|publish-model)$/;

/** Numbers that are lowered, so that a test takes seconds, but not as far as elsewhere: a Python has to start. */
const faster = {
  DEADLINE_SECONDS: '60',
  CHECK_MODEL_DEADLINE_SECONDS: '60',
  SOURCE_ROLLOUT_SECONDS: '60',
};

export async function startAiops(): Promise<Aiops> {
  const python = sklearn;
  if (python === undefined) throw new Error('no scikit-learn: .ci/run installs it');
  await defineKind(api, notebookValidationJob);
  const tls = selfSigned(places.prometheus.name);
  const prometheus = await startPrometheus(tls);
  const { scratch, tektonImages: images } = inject('cluster');
  const folderOf = (name: string) => claimFolder(scratch, namespace, name);
  const folder = folderOf(claim);
  const operator = startOperator(api, { python, folderOf });
  const all = committedManifests('InferenceService').aiops ?? [];
  const services = all.filter((object): object is InferenceService => object.kind === 'InferenceService');
  const emitted = all.filter(({ kind }) => kind !== 'CronJob' && kind !== 'InferenceService');
  const claims = all.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
  await applyAll(api, [
    ...emitted,
    secret('prometheus', token),
    secret('aiops-platform-git', gitUsers.app.password),
    serviceCa(tls.cert),
  ]);
  const gitTls = selfSigned(places.git.name);
  const git = await startGitServer({ ...places.git, tls: gitTls });
  const repository = git.create('acme/aiops-platform', { 'README.md': 'what is served\n' });
  // Whoever only trains has nothing that follows git.
  const serving =
    services.length === 0
      ? undefined
      : await startServing({ api, repository, python, services, fileOf: (uri) => fileOf(uri, folderOf) });
  return {
    prometheus,
    operator,
    serving,
    schedules: all.filter(({ kind }) => kind === 'CronJob'),
    async reset() {
      for (const name of claims) {
        rmSync(folderOf(name), { recursive: true, force: true });
        mkdirSync(folderOf(name), { recursive: true });
        // As the notebook's own pod would, which has it first.
        giveTo(openShiftUser, folderOf(name));
      }
      prometheus.has(1_000);
      operator.notebooks({});
      await serving?.reset();
    },
    async retrain(model, { env = {}, meanwhile, ...options } = {}) {
      const ended = await runPipeline(
        api,
        withSteps(emitted, (step, name) => hereabouts(withEnv(fasterContainer(step, name), { ...faster, ...env }))),
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
          place: { trusts: gitTls.cert, ...trainersImage(scratch, python) },
          patience: 120,
        },
      );
      const condition = succeeded(ended.pipelineRun);
      return {
        phase: ended.hangs ? 'Hangs' : condition?.status === 'True' ? 'Succeeded' : 'Failed',
        ran: programsRun(ended)
          .map(({ task }) => task)
          .filter((task) => stages.test(task)),
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
      await serving?.stop();
      await git.stop();
      await prometheus.stop();
    },
  };
}

/** The file of an address such as `pvc://model-storage-pvc/anomaly-detector/3`. */
function fileOf(uri: string, folderOf: (claim: string) => string): string {
  const [, name = '', path = ''] = /^pvc:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return join(folderOf(name), path, 'model.pkl');
}

/** The same step, told the port that models have here. */
function hereabouts<T extends Container>(step: T): T {
  const url = step.env?.find(({ name }) => name === 'URL')?.value;
  return url === undefined ? step : withEnv(step, { URL: url.replace(`:${modelPort.emitted}`, `:${modelPort.here}`) });
}

/** What OpenShift puts into every namespace. */
function serviceCa(cert: string): KubeObject & { readonly data: Readonly<Record<string, string>> } {
  const metadata = { name: 'openshift-service-ca.crt', namespace };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'service-ca.crt': cert } };
}

function secret(name: string, text: string): KubeObject & { readonly stringData: Readonly<Record<string, string>> } {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { token: text } };
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
