import type { Leaf } from '../../scenario/executor';
import { milliseconds } from '../../scenario/milliseconds';
import { resultReferences } from '../plan/result-references';
import { valueText } from '../plan/value';
import { withoutItem } from '../pod/step-leaf';
import { type Child, hasEnded } from './child';
import type { PipelineRun, TaskState } from './pipeline-run';

const defaultTakes = 10_000;

/** Somebody else's controller decides about a CustomRun: the scenario says how, as of an approval. @internal */
export function playCustomRun(run: PipelineRun, state: TaskState, child: Child): void {
  const { clock, executor, hints } = run.world;
  child.phase = 'Running';
  child.reason = 'Running';
  const wanted = resultsReadOf(run, state.name);
  const leaf: Leaf = {
    workflow: run.name,
    namespace: run.namespace,
    name: `${run.name}.${child.path}`,
    path: child.path,
    own: child.path,
    template: child.task.name,
    kind: 'suspend',
    attempt: 0,
    inputs: Object.fromEntries([...child.params].map(([name, value]) => [name, valueText(value)])),
    outputs: wanted.map((name) => ({ name, enum: [...(hints.words.get(name) ?? [])] })),
    readsResult: false,
    names: [`${run.name}.${child.path}`, child.path, withoutItem(child.path), child.task.name],
    manifest: () => ({ name: child.task.name, suspend: {} }),
  };
  if (Number.isFinite(child.timeout))
    clock.forNode(child.startedAt + child.timeout + 2, run, child, (run, child) =>
      end(run, child, 'Failed', 'CustomRunTimedOut', 'CustomRun timed out'),
    );
  executor.start(leaf, (outcome) => {
    if (outcome.kind !== 'ended') {
      if (outcome.kind === 'error' || outcome.kind === 'node-lost')
        clock.forNode(clock.now() + defaultTakes, run, child, (run, child) =>
          end(run, child, 'Failed', 'Failed', outcome.message ?? 'it failed'),
        );
      return;
    }
    const { exitCode = 0, outputs = {}, takes } = outcome;
    const time = takes === undefined ? defaultTakes : milliseconds(takes, 'takes');
    clock.forNode(clock.now() + time, run, child, (run, child) => {
      if (hasEnded(child)) return;
      const results = new Map<string, string>();
      if (exitCode === 0 && outputs['*'] !== null)
        for (const name of wanted) results.set(name, goodOf([...(hints.words.get(name) ?? [])]) ?? name);
      for (const [name, text] of Object.entries(outputs)) {
        if (text === null) results.delete(name);
        else results.set(name, text);
      }
      child.results = results;
      if (exitCode === 0) end(run, child, 'Succeeded', 'Succeeded', '');
      else end(run, child, 'Failed', 'Failed', outcome.message ?? 'it failed');
    });
  });
}

function end(run: PipelineRun, child: Child, phase: 'Succeeded' | 'Failed', reason: string, message: string): void {
  if (hasEnded(child)) return;
  Object.assign(child, { phase, reason, message, finishedAt: run.world.clock.now() });
  run.dirty = true;
}

const goodOf = (words: readonly string[]): string | undefined =>
  ['pass', 'approve', 'approved', 'true'].find((word) => words.includes(word)) ?? words[0];

/** Nothing says what results a custom task has but those who read them. */
function resultsReadOf({ tasks }: PipelineRun, name: string): readonly string[] {
  const read = tasks.flatMap(({ source }) => resultReferences(source).filter(({ task }) => task === name));
  return [...new Set(read.map(({ result }) => result))];
}
