import { startDeadline } from '../../../src/programs/deadline';
import type { Environment } from '../../../src/programs/environment';
import { kubernetesApi } from '../../../src/programs/kubernetes/api';
import { readConfiguration } from '../../../src/programs/release/configuration';
import type { Side } from '../../../src/programs/release/effect';
import type { WorldEffect } from '../../../src/programs/release/perform';
import { runStep } from '../../../src/programs/release/run-step';
import type { StepEnding } from '../../../src/programs/release/step-context';
import { openWorld } from '../../../src/programs/release/world/world';
import { openSession } from '../../../src/programs/session';
import type { Access } from '../../cluster/api/client';
import type { Stage } from './stage';

/** Where the pod is killed. */
export class Killed extends Error {}

export interface PodOptions {
  /** As whom, and where, it speaks to the API server. @default - as the administrator */
  readonly access?: Access;
  /** Called before each effect with its number, from 1; what it throws ends the pod there. */
  readonly before?: (effect: WorldEffect, number: number) => unknown;
  /** What becomes of a roll-out while the pod waits for it. @default - it succeeds */
  readonly rollOut?: 'runs' | 'crashes' | 'hangs';
}

/** What a pod left; how many effects it asked for. */
export interface PodRun {
  readonly ending: StepEnding | 'killed';
  readonly effects: number;
  readonly log: readonly string[];
}

/**
 * Runs a step of a release as its pod does, in this process, so that it can be ended before any of its effects.
 *
 * The cluster follows git as soon as the pod waits for it.
 */
export async function pod(
  stage: Stage,
  env: Environment,
  { access = stage.servers.admin.access, before = () => undefined, rollOut = 'runs' }: PodOptions = {},
): Promise<PodRun> {
  const log: string[] = [];
  const session = openSession('release', (line) => log.push(line));
  const configuration = readConfiguration({ ...stage.env, ...env }, session);
  const calling = { deadline: startDeadline(configuration.deadlineSeconds), session };
  const account = {
    server: new URL(`https://127.0.0.1:${access.port}`),
    namespace: stage.servers.namespace,
    ca: access.ca,
    token: () => access.token,
  };
  const world = openWorld(configuration, kubernetesApi(account, calling), calling);
  let effects = 0;
  const carryOut = async (effect: WorldEffect): Promise<unknown> => {
    effects += 1;
    await before(effect, effects);
    if (effect.kind === 'await-rollout') await follow(stage, effect.side, rollOut);
    return world.carryOut(effect);
  };
  try {
    const ending = await runStep[configuration.step]({ configuration, world: { ...world, carryOut }, calling });
    return { ending, effects, log };
  } catch (problem) {
    if (!(problem instanceof Killed)) throw problem;
    return { ending: 'killed', effects, log };
  }
}

/** The cluster runs what git says now. */
export async function follow(stage: Stage, side: Side, rollOut: 'runs' | 'crashes' | 'hangs' = 'runs'): Promise<void> {
  const file = stage.file(side);
  if (file === undefined || rollOut === 'hangs') return;
  const image = `${stage.env.IMAGE_REPOSITORY}@${file.digest}`;
  // Only the candidate crashes.
  const isBaseline = file.digest === stage.servers.digests['1'];
  await stage.workloads[side][rollOut === 'crashes' && !isBaseline ? 'crash' : 'rollOut'](image);
}
