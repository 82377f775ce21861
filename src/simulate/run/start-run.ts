import { createScope } from '../../expr/argo/scope';
import type { Arguments } from '../../schemas/argo/types';
import type { WorkflowPlan } from '../plan/workflow-plan';
import type { World } from '../world/world';
import type { Run } from './run';

/** A workflow that the controller has not seen yet. @internal */
export function startRun(world: World, plan: WorkflowPlan, given: Arguments): Run {
  return {
    world,
    plan,
    spec: plan.spec,
    arguments: given,
    phase: '',
    message: '',
    createdAt: world.clock.now(),
    startedAt: undefined,
    finishedAt: undefined,
    nodes: new Map(),
    globals: createScope(),
    outputs: new Map(),
    artifacts: new Map(),
    globalsVersion: 0,
    changed: false,
    dirty: true,
    depth: 0,
    activePods: 0,
    waiting: new Map(),
    hasPendingPods: false,
    held: new Map(),
    shutdown: undefined,
  };
}
