import type { PlayedNode, PlayedWorkflow } from '../result';
import { shortDuration } from '../world/duration';

/** What takes time of its own. */
const shown = ['Pod', 'Suspend', 'HTTP', 'Plugin', 'TaskRun', 'CustomRun'];

/**
 * A workflow as bars over time, one line for each pod, request and wait; of Tekton, for each task.
 *
 * @param width - columns of the bars; default 60
 * @public
 */
export function printTimeline({ nodes, startedAt }: PlayedWorkflow, width = 60): string {
  const leaves = nodes.filter(({ type }) => shown.includes(type));
  if (leaves.length === 0 || startedAt === undefined) return '';
  const begin = startedAt.getTime();
  const end = Math.max(...leaves.map((leaf) => endOf(leaf)), begin + 1);
  const column = (time: number) => Math.round(((time - begin) / (end - begin)) * width);
  const label = Math.max(...leaves.map(({ name }) => pathOf(name).length));
  const lines = leaves.map((leaf) => {
    const from = column(leaf.startedAt.getTime());
    const to = Math.max(from + 1, column(endOf(leaf)));
    const bar = (leaf.phase === 'Succeeded' ? '█' : '▒').repeat(to - from);
    const time = leaf.finishedAt === undefined ? leaf.phase : shortDuration(endOf(leaf) - leaf.startedAt.getTime());
    return `${pathOf(leaf.name).padEnd(label)} ${' '.repeat(from)}${bar}${' '.repeat(Math.max(0, width - to))} ${time}`;
  });
  return `${lines.join('\n')}\n`;
}

function endOf({ startedAt, finishedAt }: PlayedNode): number {
  return (finishedAt ?? startedAt).getTime();
}

function pathOf(name: string): string {
  return name.replaceAll(/\[\d+\]/g, '').replace(/^[^.]*\./, '');
}
