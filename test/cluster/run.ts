import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api/client';
import type { KubeObject } from './api/json';
import { listPath, objectPath } from './api/paths';
import { applyAll } from './apply';
import { type Answer, answerApprovals } from './approvals';
import { startKubelet } from './kubelet/kubelet';
import type { LocalProcesses } from './kubelet/local-process';
import type { Outcome } from './kubelet/outcome';
import { playWorkflowPod } from './kubelet/play-workflow-pod';
import type { Pod } from './kubelet/pod';
import { play, type Scenario } from './kubelet/scenario';

export interface RunOptions {
  /** Name of the WorkflowTemplate to start. */
  readonly submit: string;
  readonly arguments?: Readonly<Record<string, string>>;
  readonly scenario?: Scenario;
  /** What becomes of pods that the scenario does not name. Default: they end silently. */
  readonly others?: (pod: Pod) => Outcome;
  /** What is answered at approvals, by the name of the node; others are left alone. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** After how many seconds a run counts as one that hangs. Default 30. */
  readonly patience?: number;
  /** A folder for what programs that run locally read and write. */
  readonly scratch?: string;
  /** What else such programs find where they run. */
  readonly place?: Pick<LocalProcesses, 'trusts' | 'programs'>;
  /** Names that such programs can resolve. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Changes the Workflow before it is created. */
  readonly workflow?: (workflow: Submitted) => Submitted;
  /** Called with the workflow each time it changed. */
  readonly meanwhile?: (workflow: Workflow, path: string) => Promise<void>;
}

/** A Workflow before it is created. */
export interface Submitted extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What became of a run. */
export interface Run {
  /** Argo's word; `Hangs` when it had not ended in time. */
  readonly phase: string;
  readonly message: string;
  readonly nodes: readonly NodeStatus[];
  /** In the order they came. */
  readonly pods: readonly Pod[];
  /** What programs that ran locally printed, by the pod's name. */
  readonly logs: ReadonlyMap<string, string>;
  readonly workflow: Workflow;
  readonly seconds: number;
}

export interface NodeStatus {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly phase: string;
  readonly templateName?: string;
  readonly message?: string;
  readonly inputs?: NodeData;
  readonly outputs?: NodeData & { readonly exitCode?: string };
  readonly children?: readonly string[];
}

interface NodeData {
  readonly parameters?: readonly { readonly name: string; readonly value?: string }[];
}

export interface Workflow extends KubeObject {
  readonly spec: Record<string, unknown>;
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly nodes?: Readonly<Record<string, NodeStatus>>;
  };
}

let runs = 0;

/** Applies manifests, starts a workflow from one of their templates, and plays its pods until it ends. */
export async function run(api: ApiClient, manifests: readonly KubeObject[], options: RunOptions): Promise<Run> {
  const template = manifests.find(
    ({ kind, metadata }) => kind === 'WorkflowTemplate' && metadata.name === options.submit,
  );
  if (template === undefined) throw new Error(`no WorkflowTemplate '${options.submit}' among the manifests`);
  const namespace = template.metadata.namespace ?? 'default';
  await applyAll(api, manifests);
  runs += 1;
  const name = `${options.submit}-${process.pid}-${runs}`;
  const parameters = Object.entries(options.arguments ?? {}).map(([key, value]) => ({ name: key, value }));
  const base = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: {
      workflowTemplateRef: { name: options.submit },
      ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
    },
  };
  let problem: unknown;
  const logs = new Map<string, string>();
  const place = { ...options.place, scratch: options.scratch ?? '', hosts: options.hosts ?? {}, logs };
  const outcomes = play(options.scenario ?? {});
  const kubelet = startKubelet(api, {
    namespace,
    selector: `workflows.argoproj.io/workflow=${name}`,
    play: (pod, over) => playWorkflowPod(api, pod, (keys) => outcomes(keys) ?? options.others?.(pod), place, over),
    failed: (reason) => {
      problem = reason;
    },
  });
  try {
    let started = performance.now();
    const create = () =>
      api.create<Workflow>(listPath('argoproj.io/v1alpha1', 'Workflow', namespace), options.workflow?.(base) ?? base);
    const created = await create();
    const path = objectPath({ ...created, apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' });
    const patience = (options.patience ?? 30) * 1000;
    let nudged = started;
    for (;;) {
      const workflow = await api.get<Workflow>(path);
      const { phase = '', message = '', nodes = {} } = workflow.status ?? {};
      if (problem !== undefined) throw problem;
      if (cameTooSoon(workflow, manifests)) {
        await api.remove(path);
        await create();
        started = performance.now();
        continue;
      }
      const ended = ['Succeeded', 'Failed', 'Error'].includes(phase);
      const spent = performance.now() - started;
      if (ended || spent > patience) {
        const seconds = spent / 1000;
        return {
          phase: ended ? phase : 'Hangs',
          message,
          nodes: Object.values(nodes),
          pods: kubelet.pods,
          logs,
          workflow,
          seconds,
        };
      }
      await answerApprovals(api, path, workflow, options.answers ?? {});
      await options.meanwhile?.(workflow, path);
      // Pods end here so soon that the controller now and then misses the last event of one.
      if (performance.now() - nudged > 3000) {
        nudged = performance.now();
        await api.patch(path, { metadata: { annotations: { nudged: String(Math.round(spent)) } } });
      }
      await sleep(50);
    }
  } finally {
    await kubelet.stop();
  }
}

/** The controller hears of a template a moment after it is stored, and runs start sooner here than anywhere. */
function cameTooSoon(
  { status: { message = '', nodes = {} } = {} }: Workflow,
  manifests: readonly KubeObject[],
): boolean {
  if (Object.keys(nodes).length > 0) return false;
  return manifests.some(
    ({ kind, metadata }) => kind === 'WorkflowTemplate' && message.includes(`"${metadata.name}" not found`),
  );
}
