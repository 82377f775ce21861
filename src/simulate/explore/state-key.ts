import { createHash } from 'node:crypto';
import { isOver, type Node } from '../run/node';
import type { Run } from '../run/run';
import type { Event, History } from './history';
import type { Play } from './play-choices';

/** What a key has to tell apart. @internal */
export interface KeyOptions {
  /** Some text reads exit codes or messages. */
  readonly codes: boolean;
  /** Runs may come to their deadline: when something happened makes a difference. */
  readonly time: boolean;
}

/**
 * What the rest of a run depends on, and what the properties ask of it so far, as one short text: two runs with the same
 * key go on alike, and come to the same answers. What is inside a template that is over is seen by nobody any more.
 *
 * @param leaf the one that starts
 * @param history what was done so far
 * @internal
 */
export function stateKey(
  { run, chosen, releases }: Play,
  leaf: string,
  { events, setAside }: Pick<History, 'events' | 'setAside'>,
  options: KeyOptions,
): string {
  const parts = [
    leaf,
    releases.key(run.world.clock.now()),
    progressKey(events),
    [...(setAside ?? [])].sort().join(' '),
  ];
  if (options.time) parts.push(String(run.world.clock.now() - run.createdAt));
  for (const node of run.nodes.values()) {
    if (isVisible(node)) parts.push(nodeKey(run, node, chosen, options));
  }
  for (const { name, value } of run.outputs.values()) parts.push(`${name}=${value}`);
  parts.push(...run.world.caches.keys());
  return createHash('sha1').update(parts.join('\n')).digest('base64');
}

function isVisible({ boundary }: Node): boolean {
  for (let around = boundary; around !== undefined; around = around.boundary) if (isOver(around.phase)) return false;
  return true;
}

/** Gates count by what passed and whether one did not; everything else by what happened in which order. @internal */
export function progressKey(events: readonly Event[]): string {
  const passed = new Set<string>();
  let failed = false;
  const done: string[] = [];
  for (const event of events) {
    if (event.effect === 'gate') {
      if (event.passed) passed.add(event.template);
      // One that still runs has not failed: else a run in which another one did would look like this one.
      else if (event.finishedAt !== Number.POSITIVE_INFINITY) failed = true;
    } else {
      done.push(`${event.effect} ${event.environment ?? ''} ${event.done} ${event.locked ?? ''}`);
    }
  }
  return [[...passed].sort().join(' '), failed, ...done].join(';');
}

function nodeKey(run: Run, node: Node, chosen: ReadonlyMap<string, string>, { codes, time }: KeyOptions): string {
  const outputs = node.outputs?.parameters.map(({ name, value }) => `${name}=${value}`).join(',') ?? '';
  const seen = `${node.name} ${node.phase} ${outputs} ${node.outputs?.result ?? ''}`;
  const told = codes ? ` ${node.outputs?.exitCode ?? ''} ${node.message}` : '';
  if (isOver(node.phase)) return seen + told;
  // Beside each other, what began first ends first.
  const age = time ? node.startedAt - run.createdAt : run.world.clock.now() - node.startedAt;
  return `${seen}${told} ${node.children.length === 0 ? age : ''} ${chosen.get(node.name) ?? ''}`;
}
