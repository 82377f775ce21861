import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { applyAll } from '../apply';
import { startKubelet } from '../kubelet/kubelet';
import type { LocalProcesses } from '../kubelet/local-process';
import type { Pod } from '../kubelet/pod';
import { play, type Scenario } from '../kubelet/scenario';
import { playTaskPod } from '../kubelet/tekton/play-task-pod';
import { type PipelineRun, succeeded, type TaskRun } from './pipeline-run';

export interface TektonRunOptions {
  /** Name of the Pipeline to start, with the run that is in its ConfigMap; or a run of one's own. */
  readonly submit: string | KubeObject;
  readonly params?: Readonly<Record<string, string>>;
  readonly scenario?: Scenario;
  /** Shorter times for tasks, so that nobody waits for a pod that hangs. */
  readonly timeouts?: Readonly<Record<string, string>>;
  /** After how many seconds a run counts as one that hangs. Default 45. */
  readonly patience?: number;
  /** A folder for what the pods' programs read and write. */
  readonly scratch: string;
  /** Folder of the programs in Tekton's own images. */
  readonly images: string;
  /** What else the programs find where they run. */
  readonly place?: Pick<LocalProcesses, 'trusts' | 'programs' | 'folders'>;
  /** Names that the programs can resolve. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Called with the run each time it is looked at. */
  readonly meanwhile?: (run: PipelineRun, path: string) => Promise<void>;
}

/** What a ConfigMap `<pipeline>-run` holds. */
interface RunToCreate extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly generateName?: string };
  readonly spec: {
    readonly taskRunSpecs?: readonly { readonly pipelineTaskName: string }[];
    readonly [field: string]: unknown;
  };
}

/** What became of a run. */
export interface TektonRun {
  /** As the controller left it when it ended, or when patience did. */
  readonly pipelineRun: PipelineRun;
  readonly hangs: boolean;
  readonly taskRuns: readonly TaskRun[];
  /** In the order they came. */
  readonly pods: readonly Pod[];
  /** What the steps printed, by the pod's name. */
  readonly logs: ReadonlyMap<string, string>;
  readonly seconds: number;
}

const api = 'tekton.dev/v1';
let runs = 0;

/** Applies manifests, creates a run of one of their Pipelines, and plays its pods until it ends. */
export async function runPipeline(
  admin: ApiClient,
  manifests: readonly KubeObject[],
  options: TektonRunOptions,
): Promise<TektonRun> {
  await applyAll(admin, manifests);
  const created = named(runToCreate(manifests, options.submit), options);
  const { namespace = 'default', name } = created.metadata;
  let problem: unknown;
  const logs = new Map<string, string>();
  const outcomes = play(options.scenario ?? {});
  const place: LocalProcesses = {
    ...options.place,
    scratch: options.scratch,
    hosts: options.hosts ?? {},
    folders: { ...options.place?.folders, '/ko-app': options.images },
    logs,
  };
  const selector = `tekton.dev/pipelineRun=${name}`;
  const kubelet = startKubelet(admin, {
    namespace,
    selector,
    play: (pod, over) => playTaskPod(admin, pod, outcomes, place, over),
    failed: (reason) => {
      problem = reason;
    },
  });
  try {
    const started = performance.now();
    await admin.create(listPath(api, 'PipelineRun', namespace), created);
    const path = `${listPath(api, 'PipelineRun', namespace)}/${name}`;
    for (;;) {
      const pipelineRun = await admin.get<PipelineRun>(path);
      if (problem !== undefined) throw problem;
      const seconds = (performance.now() - started) / 1000;
      const ended = (succeeded(pipelineRun)?.status ?? 'Unknown') !== 'Unknown';
      if (ended || seconds > (options.patience ?? 45)) {
        const { items } = await admin.get<{ items: TaskRun[] }>(
          `${listPath(api, 'TaskRun', namespace)}?labelSelector=${encodeURIComponent(selector)}`,
        );
        return { pipelineRun, hangs: !ended, taskRuns: items, pods: kubelet.pods, logs, seconds };
      }
      await options.meanwhile?.(pipelineRun, path);
      await sleep(50);
    }
  } finally {
    await kubelet.stop();
  }
}

function runToCreate(manifests: readonly KubeObject[], submit: string | KubeObject): RunToCreate {
  if (typeof submit !== 'string') return submit as RunToCreate;
  const held = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `${submit}-run`);
  if (held === undefined) throw new Error(`no ConfigMap '${submit}-run' among the manifests`);
  return JSON.parse((held as KubeObject & { data: Record<string, string> }).data['run.json'] ?? '{}');
}

/** The stand-in has to know the name before there are pods. */
function named({ metadata, spec, ...rest }: RunToCreate, { params = {}, timeouts = {} }: TektonRunOptions): KubeObject {
  const { generateName, ...own } = metadata;
  runs += 1;
  const given = Object.entries(params).map(([name, value]) => ({ name, value }));
  const { taskRunSpecs: specs = [] } = spec;
  const others = specs.filter(({ pipelineTaskName }) => timeouts[pipelineTaskName] === undefined);
  const shorter = Object.entries(timeouts).map(([pipelineTaskName, timeout]) => ({
    ...specs.find((one) => one.pipelineTaskName === pipelineTaskName),
    pipelineTaskName,
    timeout,
  }));
  return {
    ...rest,
    metadata: { ...own, name: own.name ?? `${generateName}${process.pid}-${runs}` },
    spec: {
      ...spec,
      ...(given.length === 0 ? {} : { params: given }),
      ...(shorter.length === 0 ? {} : { taskRunSpecs: [...others, ...shorter] }),
    },
  } as KubeObject;
}
