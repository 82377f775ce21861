import { createHash } from 'node:crypto';
import type { ContainerSpec } from '../core/container/container';
import type { Node } from '../core/graph/node';
import { nodesOf, pipelinesOf, tasksOf } from '../core/graph/tasks-of';
import type { UnitGraph } from '../core/graph/unit-graph';
import { RefNode } from '../core/ref';
import { canonicalJson } from '../programs/canonical-json';

/**
 * Digest of what a unit runs: images, commands, environments, volumes and files of all its tasks, and what is passed
 * between them. Resources, times and places are not part of it, nor are the texts of our own programs.
 *
 * @internal
 */
export function definitionDigest(unit: UnitGraph): string {
  const steps = pipelinesOf(unit).flatMap((pipeline) =>
    nodesOf(pipeline).map((node) => ({ pipeline: pipeline.name, kind: node.kind, name: node.name, ...wiring(node) })),
  );
  const tasks = tasksOf(unit).map((task) => ({
    name: task.name,
    ...container(task),
    init: task.init.map(container),
    sidecars: task.sidecars.map(container),
  }));
  const own = unit.kind === 'native' ? unit.native : undefined;
  return `sha256:${sha256(canonicalJson(told({ steps, tasks, own })))}`;
}

function wiring(node: Node): object {
  switch (node.kind) {
    case 'step': {
      const { name, kind } = node.unit;
      return { unit: name, args: node.args, own: kind === 'native' ? node.unit.native : undefined };
    }
    case 'match':
      return { on: node.on, arms: node.arms.map(({ value, block }) => [value, block !== undefined]) };
    case 'when':
      return { condition: node.condition };
    case 'forEach':
      return { items: node.items };
    case 'checks':
      return { gates: node.gates.map(({ name, args, reads }) => ({ name, args, reads })) };
    default:
      return {};
  }
}

function container({ image, command, env, mounts, workingDir }: ContainerSpec): object {
  const isOurs = ({ path, volume }: (typeof mounts)[number]) =>
    path === '/program' && volume.kind === 'files' && volume.name.startsWith('program-');
  return { image, command, env, mounts: mounts.filter((mount) => !isOurs(mount)), workingDir };
}

/** The same with a word for what is known only when the pipeline runs, and a digest for bytes. */
function told(value: unknown): unknown {
  if (RefNode.is(value)) return { ref: toldRef(value) };
  if (value instanceof Uint8Array) return { bytes: sha256(value) };
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, told(member)]));
}

function toldRef({ source, label }: RefNode): unknown {
  switch (source.kind) {
    case 'format':
      return { format: source.parts.map(told) };
    case 'compose':
      return { compose: told(source.value) };
    case 'field':
      return { field: source.name, of: told(source.of) };
    case 'fallback':
      return { of: told(source.of), orElse: told(source.value) };
    default:
      return label;
  }
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
