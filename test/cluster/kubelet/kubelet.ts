import type { ApiClient } from '../api/client';
import { listPath } from '../api/paths';
import type { Pod } from './pod';

/** Stands in for the kubelets: plays the pods that a selector finds. */
export interface Kubelet {
  /** The pods that were played, in the order they came. */
  readonly pods: readonly Pod[];
  stop(): Promise<void>;
}

/** Which pods a stand-in plays, and how. */
export interface KubeletOptions {
  readonly namespace: string;
  /** A label and its value: `tekton.dev/pipelineRun=release-1`. */
  readonly selector: string;
  /** Plays one pod to its end, or until the pod is deleted or the test is over, which the signal tells. */
  readonly play: (pod: Pod, over: AbortSignal) => Promise<void>;
  /** Called when the stand-in itself can't go on. */
  readonly failed: (problem: unknown) => void;
}

export function startKubelet(api: ApiClient, { namespace, selector, play, failed }: KubeletOptions): Kubelet {
  const stopping = new AbortController();
  const pods: Pod[] = [];
  const playing = new Map<string, AbortController>();
  const working: Promise<void>[] = [];
  const path = `${listPath('v1', 'Pod', namespace)}?labelSelector=${encodeURIComponent(selector)}`;

  function take(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (playing.has(uid)) return;
    const deleted = new AbortController();
    playing.set(uid, deleted);
    pods.push(pod);
    const over = AbortSignal.any([stopping.signal, deleted.signal]);
    working.push(
      play(pod, over).catch((problem) => {
        if (!stopping.signal.aborted) failed(problem);
      }),
    );
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { metadata, items } = await api.get<{ metadata: { resourceVersion: string }; items: Pod[] }>(path);
      for (const item of items) take({ ...item, apiVersion: 'v1', kind: 'Pod' });
      await api.watch(
        path,
        metadata.resourceVersion,
        ({ type, object }) => {
          const pod = object as Pod;
          if (type === 'ADDED' || type === 'MODIFIED') take(pod);
          if (type === 'DELETED') playing.get(pod.metadata.uid ?? '')?.abort();
        },
        stopping.signal,
      );
    }
  }

  const following = follow().catch((problem) => {
    if (!stopping.signal.aborted) failed(problem);
  });
  return {
    pods,
    stop: async () => {
      stopping.abort();
      await Promise.all([following, ...working]);
    },
  };
}
