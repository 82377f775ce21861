import type { PlayedNode, PlayedWorkflow } from '../result';
import { shortDuration } from '../world/duration';

const marks: Readonly<Record<string, string>> = {
  Succeeded: '✔',
  Failed: '✖',
  Error: '⚠',
  Skipped: '○',
  Omitted: '○',
  Running: '●',
  Pending: '◷',
};

/**
 * A workflow as a tree of lines, as `argo get` prints it: each step below the template that has it; of Tekton, each step below
 * its task.
 *
 * @public
 */
export function printTree({ name, phase, reason, message, nodes, stuck }: PlayedWorkflow): string {
  const below = new Map<string | undefined, PlayedNode[]>();
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const node of nodes) {
    if (node.type === 'StepGroup' || node.boundary === undefined) continue;
    const parent = attemptParent(node, byName) ?? node.boundary;
    below.set(parent, [...(below.get(parent) ?? []), node]);
  }
  const lines = [`${name}  ${phase}${because(phase, reason)}${message === '' ? '' : `  ${message}`}`];
  const visit = (parent: string, indent: string) => {
    const children = below.get(parent) ?? [];
    for (const [i, child] of children.entries()) {
      const last = i === children.length - 1;
      lines.push(`${indent}${last ? '└─' : '├─'}${lineOf(child)}`);
      visit(child.name, `${indent}${last ? '  ' : '│ '}`);
    }
  };
  for (const root of nodes.filter(({ boundary }) => boundary === undefined)) {
    lines.push(lineOf(root));
    visit(root.name, '');
  }
  for (const { node, why, what } of stuck) lines.push(`stuck: ${node} (${why}): ${what}`);
  return `${lines.join('\n')}\n`;
}

/** Attempts and items are told below what they are of. */
function attemptParent({ name }: PlayedNode, nodes: ReadonlyMap<string, PlayedNode>): string | undefined {
  const parent = name.replace(/\([^()]*\)$/, '');
  return parent !== name && nodes.has(parent) ? parent : undefined;
}

function lineOf(node: PlayedNode): string {
  const { displayName, phase, reason, type, template, startedAt, finishedAt, message, outputs } = node;
  const time = finishedAt === undefined ? '' : `  ${shortDuration(finishedAt.getTime() - startedAt.getTime())}`;
  const left = Object.entries(outputs)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ');
  const why = message === reason || type === 'Step' ? '' : because(phase, reason);
  const kind = type === 'Skipped' ? '' : `  ${type}${template === '' ? '' : ` ${template}`}`;
  return `${marks[phase] ?? '?'} ${displayName}  ${phase}${why}${kind}${time}${left === '' ? '' : `  ${left}`}${message === '' ? '' : `  ${message}`}`;
}

/** Tekton's word, where it says more than the phase. */
function because(phase: string, reason: string): string {
  return reason === '' || reason === phase ? '' : ` (${reason})`;
}
