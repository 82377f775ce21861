import type { RunOfScenario } from './scenario';
import type { ScriptName } from './scripts';

const run =
  (script: ScriptName) =>
  (candidate: number): RunOfScenario => ({ script, candidate });

/** Gate and decision in one run. */
export const chain = run('chain');
export const gate = run('gate');
export const promoteOrRevert = run('promoteOrRevert');
export const override = run('override');
export const releaseHold = run('releaseHold');
export const retryGate = run('retryGate');
export const undo = run('undo');

/** What a person approved goes on, from the target to the third environment. */
export const passOn = (candidate: number): RunOfScenario => ({ ...promoteOrRevert(candidate), onward: true });

/** What an operator does, done to the record of the target. */
export const inTarget = (run: RunOfScenario): RunOfScenario => ({ ...run, onward: true });

/** The engine starts the exit handler when the run has died, or seems to have. */
export const withExit = (run: RunOfScenario): RunOfScenario => ({ ...run, exit: true });

/** Another pod of the run before it lives at the same time. */
export const twin = (run: RunOfScenario): RunOfScenario => ({ ...run, twin: true });
