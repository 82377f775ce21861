import { evaluateCondition } from '../../expr/argo/expression';
import { replaceTree } from '../../expr/argo/tree';
import { endDaemons } from './daemons';
import { enforceDeadline, enforceShutdown } from './deadlines';
import { executeTemplate } from './execute-template';
import { describeFailures } from './failures';
import { initGlobals, setGlobal } from './globals';
import { acquire, release } from './hold-locks';
import { exitHookOf, type Hooked } from './hooks';
import { activePods } from './limits';
import { addChild, markError } from './mark';
import { isFulfilled, isUnsuccessful, type Node } from './node';
import { takePendingPodsUp } from './pending-pods';
import { deadlineOf, now, type Run, type WorkflowPhase, wakeAt } from './run';
import { words } from './words';

/** One look of the controller at a workflow. @internal */
export function operate(run: Run): void {
  run.changed = false;
  run.waiting.clear();
  if (isEnded(run)) return;
  if (run.globalsVersion === 0 && !prepare(run)) return;
  setGlobal(run, 'workflow.status', run.phase);
  if (run.plan.mentions('workflow.duration')) setGlobal(run, 'workflow.duration', durationOf(run));
  if (!holdLock(run)) return;
  if (run.phase !== 'Running') {
    markWorkflow(run, 'Running', '');
    const deadline = deadlineOf(run);
    if (deadline !== undefined) wakeAt(run, deadline);
  } else {
    takePendingPodsUp(run);
    enforceShutdown(run);
    enforceDeadline(run);
  }
  if (run.spec.suspend === true) return;
  if (run.spec.parallelism !== undefined) run.activePods = activePods(run, undefined);
  const { node, trouble } = executeTemplate(run, entry(run));
  if (trouble !== undefined) {
    if (trouble.kind !== 'limit') markWorkflow(run, 'Error', `error in entry template execution: ${trouble.message}`);
    return;
  }
  if (node === undefined) return;
  setGlobal(run, 'workflow.status', phaseOf(node));
  if (run.plan.mentions('workflow.failures')) setGlobal(run, 'workflow.failures', describeFailures(run));
  if (!hooksAreOver(run, node) || !isFulfilled(node)) return;
  const exit = runExit(run);
  if (exit !== 'ongoing') conclude(run, node, exit);
}

function isEnded({ phase }: Run): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Error';
}

/** Before the first node: the workflow's names, and the spec with them. */
function prepare(run: Run): boolean {
  const problem = initGlobals(run);
  if (problem !== undefined) {
    markWorkflow(run, 'Failed', `failed to set global parameters: ${problem}`);
    return false;
  }
  const { templates, ...spec } = run.spec;
  const filled = replaceTree(spec, run.globals, 'lenient');
  if (!filled.ok) {
    markWorkflow(run, 'Error', words(run.world, filled.problem));
    return false;
  }
  run.spec = filled.value;
  const given = replaceTree(run.arguments, run.globals, 'lenient');
  if (given.ok) run.arguments = given.value;
  run.shutdown = run.spec.shutdown === 'Stop' || run.spec.shutdown === 'Terminate' ? run.spec.shutdown : undefined;
  return true;
}

/** The lock of the whole workflow, if it wants one. */
function holdLock(run: Run): boolean {
  const { synchronization } = run.spec;
  if (synchronization === undefined || synchronization === null) return true;
  const got = acquire(run, '', synchronization);
  if ('problem' in got) {
    markWorkflow(run, 'Failed', `Failed to acquire the synchronization lock. ${got.problem}`);
    return false;
  }
  if ('lock' in got) {
    markWorkflow(run, run.phase === '' ? 'Pending' : run.phase, got.message);
    return false;
  }
  run.held.set('', { key: '', names: got.names });
  return true;
}

function entry({ plan, spec, arguments: given }: Run): Parameters<typeof executeTemplate>[1] {
  return {
    name: plan.name,
    holder: { kind: 'step', template: spec.entrypoint },
    owner: plan.owner,
    arguments: given,
    boundary: undefined,
    exit: false,
    hooked: false,
    retried: false,
  };
}

function hooksAreOver(run: Run, root: Node): boolean {
  let done = true;
  for (const [event, hook] of Object.entries(run.spec.hooks ?? {})) {
    if (event === 'exit') continue;
    const name = `${run.plan.name}.hooks.${event}`;
    const wanted = evaluateCondition(hook.expression ?? '', run.globals);
    const problem =
      hook.expression === undefined || hook.expression === ''
        ? `Expression required for hook ${name}`
        : wanted.ok
          ? undefined
          : words(run.world, wanted.problem);
    if (problem !== undefined) {
      markError(run, root, problem);
      return true;
    }
    if (!(wanted.ok && wanted.value) && !run.nodes.has(name)) continue;
    const holder = { kind: 'step' as const, template: hook.template, templateRef: hook.templateRef };
    const call = { ...entry(run), name, holder, arguments: hook.arguments ?? {}, hooked: true };
    const { node, trouble } = executeTemplate(run, call);
    if (trouble !== undefined) {
      markError(run, root, trouble.message);
      return true;
    }
    if (node === undefined) continue;
    addChild(run, root, node);
    if (!isFulfilled(node)) done = false;
  }
  return done;
}

/** The exit handler, when everything else is over. */
function runExit(run: Run): Node | undefined | 'ongoing' {
  const hook = exitHookOf(run, run.spec as Hooked);
  const name = `${run.plan.name}.onExit`;
  if (hook === undefined || (!run.nodes.has(name) && run.shutdown === 'Terminate')) return undefined;
  const holder = { kind: 'step' as const, template: hook.template, templateRef: hook.templateRef };
  const { node, trouble } = executeTemplate(run, {
    ...entry(run),
    name,
    holder,
    arguments: hook.arguments ?? {},
    exit: true,
    hooked: true,
  });
  if (trouble !== undefined) {
    if (trouble.kind !== 'limit') markWorkflow(run, 'Error', `error in exit template execution : ${trouble.message}`);
    return 'ongoing';
  }
  return node === undefined || !isFulfilled(node) ? 'ongoing' : node;
}

function conclude(run: Run, root: Node, exit: Node | undefined): void {
  const phase = phaseOf(root);
  if (phase === 'Succeeded') {
    if (exit?.phase === 'Failed' || exit?.phase === 'Error') markWorkflow(run, exit.phase, exit.message);
    else markWorkflow(run, 'Succeeded', '');
    return;
  }
  const stopped = isUnsuccessful(root.phase) && run.shutdown !== undefined;
  markWorkflow(run, phase, stopped ? `Stopped with strategy '${run.shutdown}'` : root.message);
}

function phaseOf({ phase }: Node): WorkflowPhase {
  return phase === 'Skipped' || phase === 'Omitted' ? 'Succeeded' : phase;
}

function markWorkflow(run: Run, phase: WorkflowPhase, message: string): void {
  const ends = phase === 'Succeeded' || phase === 'Failed' || phase === 'Error';
  if (ends && [...run.nodes.values()].some(({ daemoned }) => daemoned)) {
    endDaemons(run, undefined);
    return;
  }
  if (run.phase !== phase || run.message !== message) run.changed = true;
  run.phase = phase;
  run.message = message;
  if (run.startedAt === undefined && phase !== 'Pending') run.startedAt = now(run);
  const root = run.nodes.get(run.plan.name);
  if (phase === 'Error' && root?.phase === 'Running') {
    root.phase = 'Error';
    root.message = 'Workflow operation error';
  }
  if (!ends) return;
  run.finishedAt = now(run);
  for (const { key, names } of run.held.values()) release(run, key, names);
  run.held.clear();
}

function durationOf(run: Run): string {
  return run.startedAt === undefined ? '0.000000' : ((now(run) - run.startedAt) / 1_000).toFixed(6);
}
