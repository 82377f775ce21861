import { expand } from './kubelet/environment';
import type { Pod } from './kubelet/pod';
import { nodePath } from './kubelet/scenario';
import type { NodeStatus, Run } from './run';

/** The paths of the pods' nodes, in the order the pods came; attempts of a retried node repeat its path. */
export function podsOf({ pods }: Run): readonly string[] {
  return pods.map((pod) => nodePath(nodeNameOf(pod)));
}

/** The node of a path such as `release.on-gate-verdict`; an attempt of a retried node is not one. */
export function nodeOf(run: Run, path: string): NodeStatus {
  const found = run.nodes.filter(({ name, type }) => type !== 'StepGroup' && nodePath(name) === path);
  const node = found.find(({ type }) => type === 'Retry') ?? found[0];
  if (node === undefined)
    throw new Error(`no node '${path}'; there are ${run.nodes.map(({ name }) => nodePath(name)).join(', ')}`);
  return node;
}

/** Values of a node's output parameters. */
export function outputsOf(run: Run, path: string): Readonly<Record<string, string | undefined>> {
  const parameters = nodeOf(run, path).outputs?.parameters ?? [];
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

/** What the main container of each pod of a path gets, after the kubelet replaced `$(…)` and `$$`. */
export function seenBy(
  run: Run,
  path: string,
): readonly { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> }[] {
  return run.pods.filter((pod) => nodePath(nodeNameOf(pod)) === path).map(seen);
}

function seen({ spec }: Pod) {
  const main = spec.containers.find(({ name }) => name === 'main');
  const own = (main?.env ?? []).filter(({ name }) => !name.startsWith('ARGO_'));
  const env = Object.fromEntries(own.map(({ name, value = '' }) => [name, expand(value, {})]));
  const command = main?.command ?? [];
  const argv = [...command.slice(command.indexOf('--') + 1), ...(main?.args ?? [])].map((word) => expand(word, env));
  return { argv, env };
}

function nodeNameOf({ metadata }: Pod): string {
  return metadata.annotations?.['workflows.argoproj.io/node-name'] ?? '';
}
