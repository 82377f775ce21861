import { type Deadline, startDeadline } from '../../../src/programs/deadline';
import type { Environment } from '../../../src/programs/environment';
import { kubernetesApi } from '../../../src/programs/kubernetes/api';
import { readConfiguration } from '../../../src/programs/release/configuration';
import type { Side } from '../../../src/programs/release/effect';
import type { WorldEffect } from '../../../src/programs/release/perform';
import { runStep } from '../../../src/programs/release/run-step';
import type { StepContext, StepEnding } from '../../../src/programs/release/step-context';
import { openWorld } from '../../../src/programs/release/world/world';
import { openSession } from '../../../src/programs/session';
import type { Access } from '../../cluster/api/client';
import type { Servers } from './servers';
import type { Stage } from './stage';

/** What a pod needs of a stage. */
export type PodStage = Pick<Stage, 'env' | 'file' | 'workloads'> & {
  readonly servers: Pick<Servers, 'admin' | 'namespace' | 'digests'>;
};

/** Where the pod is killed. */
export class Killed extends Error {}

export interface PodOptions {
  /** As whom, and where, it speaks to the API server. @default - as the administrator */
  readonly access?: Access;
  /** Called before each effect; what it throws ends the pod there. */
  readonly before?: (effect: WorldEffect) => unknown;
  /** Called after each effect; what it throws ends the pod there. */
  readonly after?: (effect: WorldEffect) => unknown;
  /** @default - as its environment says */
  readonly deadline?: Deadline;
  /** What becomes of a roll-out while the pod waits for it. @default - it succeeds */
  readonly rollOut?: 'runs' | 'crashes' | 'hangs';
}

/** What a pod left, and what it asked of the world. */
export interface PodRun {
  readonly ending: StepEnding | 'killed';
  readonly effects: readonly string[];
  readonly log: readonly string[];
}

/** A pod whose procedures a test drives itself. */
export interface OpenPod {
  readonly context: StepContext;
  /** What it asked of the world. */
  readonly effects: readonly string[];
  readonly log: readonly string[];
}

/**
 * Opens the world as the pod of a step does, in this process, so that it can be ended at any of its effects.
 *
 * The cluster follows git as soon as the pod waits for it.
 */
export function openPod(
  stage: PodStage,
  env: Environment,
  { access = stage.servers.admin.access, before, after, deadline, rollOut = 'runs' }: PodOptions = {},
): OpenPod {
  const log: string[] = [];
  const session = openSession('release', (line) => log.push(line));
  const configuration = readConfiguration({ ...stage.env, ...env }, session);
  const calling = { deadline: deadline ?? startDeadline(configuration.deadlineSeconds), session };
  const account = {
    server: new URL(`https://127.0.0.1:${access.port}`),
    namespace: stage.servers.namespace,
    ca: access.ca,
    token: () => access.token,
  };
  const world = openWorld(configuration, kubernetesApi(account, calling), calling);
  const effects: string[] = [];
  const carryOut = async (effect: WorldEffect): Promise<unknown> => {
    effects.push(effectName(effect));
    await before?.(effect);
    if (effect.kind === 'await-rollout') await follow(stage, effect.side, rollOut);
    const answer = await world.carryOut(effect);
    await after?.(effect);
    return answer;
  };
  return { context: { configuration, calling, world: { ...world, carryOut } }, effects, log };
}

/** Runs a step of a release as its pod does. */
export async function pod(stage: PodStage, env: Environment, options: PodOptions = {}): Promise<PodRun> {
  const { context, effects, log } = openPod(stage, env, options);
  try {
    return { ending: await runStep[context.configuration.step](context), effects, log };
  } catch (problem) {
    if (!(problem instanceof Killed)) throw problem;
    return { ending: 'killed', effects, log };
  }
}

/** Such as `begin source`, `push target`, `tag`. */
export function effectName(effect: WorldEffect): string {
  const what = effect.kind === 'change' ? effect.transition : effect.kind;
  return 'side' in effect ? `${what} ${effect.side}` : what;
}

/** The cluster runs what git says now. */
export async function follow(
  stage: PodStage,
  side: Side,
  rollOut: 'runs' | 'crashes' | 'hangs' = 'runs',
): Promise<void> {
  const file = stage.file(side);
  if (file === undefined || rollOut === 'hangs') return;
  const image = `${stage.env.IMAGE_REPOSITORY}@${file.digest}`;
  // Only the candidate crashes.
  const isBaseline = file.digest === stage.servers.digests['1'];
  await stage.workloads[side][rollOut === 'crashes' && !isBaseline ? 'crash' : 'rollOut'](image);
}
