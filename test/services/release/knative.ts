import { parse } from 'yaml';
import { modelAnnotation } from '../../../src/programs/workload/inference-service';
import type { KubeObject } from '../../cluster/api/json';
import type { GitRepository } from '../servers/git-repository';
import { defineKind, type Kind } from '../servers/kinds';
import type { Servers } from './servers';

const inferenceService: Kind = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  kind: 'InferenceService',
  plural: 'inferenceservices',
};
const revisionKind: Kind = { group: 'serving.knative.dev', version: 'v1', kind: 'Revision', plural: 'revisions' };

/** A model in Knative mode whose controllers are not here: what they would do follows from the file in git. */
export interface ServedInKnative {
  /** Who got how much of the traffic, each time that it changed: `7: 100`, `7: 90, 8: 10`. */
  readonly traffic: readonly string[];
  /** The field of the object, each time that it changed. */
  readonly shares: readonly (number | undefined)[];
  stop(): void;
}

interface Revision {
  readonly name: string;
  readonly uri: string;
  /** When its pod has started. */
  readonly since: number;
}

/** Addresses whose pods crash: at once, or when they have run for a while; what was ready once stays so for Knative. */
export interface Crash {
  readonly atOnce?: string;
  readonly later?: string;
}

/**
 * Plays Argo CD, KServe and Knative: applies the file, makes a revision of each new address, shares the traffic as KServe's
 * reconciler does, and calls a revision ready some time after it was made, unless its pod crashes.
 */
export async function servedInKnative(
  { admin, namespace }: Servers,
  name: string,
  repository: GitRepository,
  file: string,
  { atOnce, later }: Crash = {},
): Promise<ServedInKnative> {
  for (const kind of [inferenceService, revisionKind]) await defineKind(admin, kind);
  const services = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;
  const revisionsAt = `/apis/serving.knative.dev/v1/namespaces/${namespace}/revisions`;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await admin.create(services, {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, annotations: { 'serving.kserve.io/deploymentMode': 'Knative' } },
    spec: { predictor: { minReplicas: 1, model: { modelFormat: { name: 'sklearn' } } } },
  } as KubeObject);
  const revisions: Revision[] = [];
  const traffic: string[] = [];
  const shares: (number | undefined)[] = [];
  let ready: Revision | undefined;
  let rolledOut: Revision | undefined;
  let stopped = false;

  const makeRevision = async (uri: string): Promise<Revision> => {
    const made = { name: `${name}-predictor-0000${revisions.length + 1}`, uri, since: Date.now() + 150 };
    await admin.create(revisionsAt, {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Revision',
      metadata: { name: made.name, annotations: { [modelAnnotation]: uri } },
    } as KubeObject);
    await admin.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: made.name,
        labels: { 'serving.knative.dev/revision': made.name },
        annotations: { [modelAnnotation]: uri },
      },
      spec: { containers: [{ name: 'kserve-container', image: 'kserve/sklearnserver:v0.20.0' }] },
    });
    await admin.patch(`${pods}/${made.name}/status`, { status: uri === atOnce ? crashing() : running() });
    revisions.push(made);
    return made;
  };

  const step = async (): Promise<void> => {
    const text = repository.read(file);
    if (text === undefined) return;
    const { spec } = parse(text) as {
      spec: { predictor: { canaryTrafficPercent?: number | null; model: { storageUri: string } } };
    };
    const { canaryTrafficPercent: share, model } = spec.predictor;
    await admin.patch(`${services}/${name}`, { spec }, 'merge');
    if (shares.length === 0 || shares.at(-1) !== (share ?? undefined)) shares.push(share ?? undefined);
    const newest = revisions.at(-1)?.uri === model.storageUri ? revisions.at(-1) : await makeRevision(model.storageUri);
    if (newest === undefined) return;
    // To the newest that is ready, since Knative's own `latestRevision` means that one.
    if (newest.uri !== atOnce && Date.now() >= newest.since) ready = newest;
    if (newest.uri === later && Date.now() >= newest.since + 400)
      await admin.patch(`${pods}/${newest.name}/status`, { status: crashing() });
    const canary = share ?? 100;
    const split: [Revision | undefined, number][] =
      canary < 100 && rolledOut !== undefined
        ? [
            [ready, canary],
            [rolledOut, 100 - canary],
          ]
        : [[ready, 100]];
    if (split.length === 1 && ready !== undefined && ready === newest) rolledOut = newest;
    const shown = split.flatMap(([to, percent]) =>
      to === undefined ? [] : [`${to.uri.split('/').at(-1)}: ${percent}`],
    );
    if (shown.length > 0 && traffic.at(-1) !== shown.join(', ')) traffic.push(shown.join(', '));
    const predictor = {
      latestCreatedRevision: newest.name,
      latestReadyRevision: ready?.name,
      latestRolledoutRevision: rolledOut?.name,
      traffic: split.flatMap(([to, percent]) => (to === undefined ? [] : [{ revisionName: to.name, percent }])),
    };
    const condition = {
      type: 'Ready',
      status: ready === newest ? 'True' : 'False',
      reason: 'RevisionFailed',
      message: '',
    };
    await admin.patch(`${services}/${name}/status`, {
      // That of the Knative Service below, as KServe says it.
      status: { observedGeneration: 1, deploymentMode: 'Knative', components: { predictor }, conditions: [condition] },
    });
  };
  const going = (async () => {
    while (!stopped) {
      await step().catch((problem: unknown) => {
        if (!stopped) throw problem;
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
  going.catch((problem: unknown) => {
    traffic.push(`the controller failed: ${String(problem)}`);
  });
  return {
    traffic,
    shares,
    stop: () => {
      stopped = true;
    },
  };
}

const startedAt = '2026-11-20T10:00:00Z';
const conditions = (ready: 'True' | 'False') =>
  ['PodScheduled', 'Ready'].map((type) => ({
    type,
    status: type === 'Ready' ? ready : 'True',
    lastTransitionTime: startedAt,
  }));
const container = (more: object) => ({
  name: 'kserve-container',
  restartCount: 0,
  image: 'x',
  imageID: '',
  lastState: {},
  ...more,
});

function running(): object {
  const status = container({ state: { running: { startedAt } }, ready: true, started: true });
  return { phase: 'Running', startTime: startedAt, conditions: conditions('True'), containerStatuses: [status] };
}

function crashing(): object {
  const ended = { terminated: { exitCode: 1, reason: 'Error', startedAt, finishedAt: startedAt } };
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' };
  const status = container({ state: { waiting }, lastState: ended, ready: false, started: false, restartCount: 9 });
  return { phase: 'Running', startTime: startedAt, conditions: conditions('False'), containerStatuses: [status] };
}
