import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError } from '../../api/client';
import { objectPath } from '../../api/paths';
import { killWhen } from '../kill-when';
import type { LocalProcesses } from '../local-process';
import { patchStatus } from '../patch-status';
import type { Pod } from '../pod';
import {
  cannotPullStatus,
  type Exit,
  evictedStatus,
  nodeLostStatus,
  now,
  runningStatus,
  unschedulableStatus,
} from '../pod-status';
import type { Play } from '../scenario';
import { givenLine } from './given';
import { runInit, runStep, tell } from './run-step';
import { scriptedSteps } from './scripted-step';
import { taskKeys } from './task-keys';
import { partStatus } from './task-pod-status';

/**
 * Plays a pod of a TaskRun: Tekton's own entrypoint runs each step as a local process, one after the other. Our programs
 * run as they are, and so does everything with the outcome `runs`; in place of others runs what the scenario says.
 */
export async function playTaskPod(
  api: ApiClient,
  pod: Pod,
  play: Play,
  place: LocalProcesses,
  deleted: AbortSignal,
): Promise<void> {
  const outcome = play(taskKeys(pod));
  if (outcome?.kind === 'never-scheduled') return patchStatus(api, pod, unschedulableStatus);
  if (outcome?.kind === 'cannot-pull') return patchStatus(api, pod, cannotPullStatus(pod));
  const startedAt = now();
  await patchStatus(api, pod, runningStatus(pod));
  if (outcome?.kind === 'node-lost') {
    for (const { container } of scriptedSteps(pod, outcome).slice(0, 1)) tell(pod, place, givenLine(container));
    return patchStatus(api, pod, nodeLostStatus);
  }
  const home = join(place.scratch, 'pods', pod.metadata.uid ?? '');
  const exits = new Map<string, Exit>();
  // A container that is killed alone leaves the others waiting for it, so whoever kills takes the pod as a whole.
  const evicting = new AbortController();
  const watching = outcome?.kind === 'runs' ? killWhen(outcome.killedWhen, evicting) : undefined;
  const over = AbortSignal.any([deleted, evicting.signal]);
  const endedEarly = () => (evicting.signal.aborted ? patchStatus(api, pod, evictedStatus(pod)) : undefined);
  try {
    for (const container of pod.spec.initContainers ?? []) await runInit(api, pod, container, home, place, over);
    const ready = await whenReady(api, pod, over);
    if (ready === undefined) return await endedEarly();
    for (const step of scriptedSteps(ready, outcome)) {
      const exit = await runStep(api, ready, step, home, place, over);
      if (over.aborted) return await endedEarly();
      exits.set(step.container.name, exit);
      // Nobody tells the steps after it, which wait for ever.
      if (step.killed !== undefined) break;
    }
    await patchStatus(api, pod, partStatus(pod, startedAt, exits));
  } finally {
    watching?.();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Steps start when the controller says so, by an annotation; answers the pod then, undefined if that is never. */
async function whenReady(api: ApiClient, pod: Pod, over: AbortSignal): Promise<Pod | undefined> {
  if (!pod.spec.volumes?.some(({ downwardAPI }) => downwardAPI !== undefined)) return pod;
  while (!over.aborted) {
    const latest = await api.get<Pod>(objectPath(pod)).catch((problem) => {
      if (problem instanceof ApiError && problem.status === 404) return undefined;
      throw problem;
    });
    if (latest === undefined) return undefined;
    if (latest.metadata.annotations?.['tekton.dev/ready'] === 'READY') return { ...pod, metadata: latest.metadata };
    await sleep(50);
  }
  return undefined;
}
