import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { reportOutputs } from './executor';
import { killWhen } from './kill-when';
import { type LocalProcesses, runLocally } from './local-process';
import { type Ended, type Outcome, silent } from './outcome';
import { patchStatus } from './patch-status';
import type { Pod, Template } from './pod';
import {
  cannotPullStatus,
  deadlineStatus,
  endedStatus,
  nodeLostStatus,
  runningStatus,
  unschedulableStatus,
} from './pod-status';
import { nodeKeys, type Play } from './scenario';

/** Plays a pod that Argo made, as the outcome of its node says. */
export async function playWorkflowPod(
  api: ApiClient,
  pod: Pod,
  play: Play,
  place: LocalProcesses,
  signal: AbortSignal,
): Promise<void> {
  const template = await templateOf(api, pod);
  const name = pod.metadata.annotations?.['workflows.argoproj.io/node-name'] ?? '';
  const outcome = play(nodeKeys(name, template.name)) ?? silent;
  const patch = (status: unknown) => patchStatus(api, pod, status);
  if (outcome.kind === 'never-scheduled') return patch(unschedulableStatus);
  if (outcome.kind === 'cannot-pull') {
    await patch(cannotPullStatus(pod));
    // A pod that has a node has its deadline also before its containers run; one without has nobody to end it.
    if (await isOver(pod, signal)) await patch(deadlineStatus(pod));
    return;
  }
  await patch(runningStatus(pod));
  if (outcome.kind === 'node-lost') return patch(nodeLostStatus);
  const end = outcome.kind === 'ended' ? outcome : await endOf(outcome, api, pod, template, place, signal);
  if (end === undefined) return;
  if (end === 'deadline') return patch(deadlineStatus(pod));
  const wait = await reportOutputs(api, pod, template, end.files);
  await patch(endedStatus(pod, { main: { exitCode: end.exitCode, reason: end.reason }, wait }));
}

/** Waits for the deadline of a pod; false where it has none before the end of the test. */
async function isOver({ spec }: Pod, signal: AbortSignal): Promise<boolean> {
  const seconds = spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY;
  if (seconds * 1000 >= longestTimer) return false;
  try {
    await sleep(seconds * 1000, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** Waits for a container that takes its time: until it ends, a deadline, or the end of the test. */
async function endOf(
  outcome: Outcome,
  api: ApiClient,
  pod: Pod,
  template: Template,
  place: LocalProcesses,
  signal: AbortSignal,
): Promise<Ended | 'deadline' | undefined> {
  const wait = pod.spec.containers.find(({ name }) => name === 'wait');
  const told = Date.parse(wait?.env?.find(({ name }) => name === 'ARGO_DEADLINE')?.value ?? '');
  const untilTold = Number.isNaN(told) || told < 0 ? Number.POSITIVE_INFINITY : told - Date.now();
  const untilDeadline = (pod.spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const kill = new AbortController();
  const watching = outcome.kind === 'runs' ? killWhen(outcome.killedWhen, kill) : undefined;
  const timer = later(Math.min(untilTold, untilDeadline), stop);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const ended =
    outcome.kind === 'runs'
      ? await runLocally(api, pod, template, place, stopping.signal, kill.signal)
      : await aborted(stopping.signal);
  clearTimeout(timer);
  watching?.();
  signal.removeEventListener('abort', stop);
  if (ended !== undefined) return ended;
  if (signal.aborted) return undefined;
  // The kubelet kills all containers; argoexec only main, and reports what is there.
  return untilDeadline <= untilTold ? 'deadline' : { kind: 'ended', exitCode: 143, reason: 'Error', files: {} };
}

/** Longer than any test. */
const longestTimer = 2 ** 31;

/** A timer, unless the time is longer than any test. */
function later(millis: number, then: () => void): NodeJS.Timeout | undefined {
  return millis < longestTimer ? setTimeout(then, Math.max(0, millis)) : undefined;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Argo's template of a pod, which a ConfigMap holds when it is large. */
async function templateOf(api: ApiClient, pod: Pod): Promise<Template> {
  const env = pod.spec.initContainers?.flatMap(({ env = [] }) => env) ?? [];
  const text = env.find(({ name }) => name === 'ARGO_TEMPLATE')?.value ?? '{}';
  if (text !== 'offloaded') return JSON.parse(text);
  const path = `${listPath('v1', 'ConfigMap', pod.metadata.namespace)}/${pod.metadata.name}`;
  const { data } = await api.get<KubeObject & { data: Record<string, string> }>(path);
  return JSON.parse(data.ARGO_TEMPLATE ?? '{}');
}
