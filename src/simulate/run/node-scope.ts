import { anyString } from '../plan/any-string';
import type { Owner } from '../plan/owner';
import { lastAttempt } from './attempts';
import { type Holder, resolveTemplate } from './call';
import type { LocalScope } from './local-scope';
import type { Node, Outputs } from './node';
import { nodeId } from './node-id';
import type { Run } from './run';

/** Lets others see a node: its phase, its times, what it left. @internal */
export function addNodeToScope(run: Run, scope: LocalScope, prefix: string, of: Node): void {
  const node = lastAttempt(of) ?? of;
  const { plan } = run;
  if (plan.mentions('.id')) scope.set(`${prefix}.id`, nodeId(run, node));
  if (plan.mentions('.startedAt')) scope.set(`${prefix}.startedAt`, timestamp(node.startedAt));
  if (node.finishedAt !== undefined && plan.mentions('.finishedAt'))
    scope.set(`${prefix}.finishedAt`, timestamp(node.finishedAt));
  if (node.ip !== undefined) scope.set(`${prefix}.ip`, node.ip);
  scope.set(`${prefix}.status`, node.phase);
  if (node.pod?.hostNode !== undefined) scope.set(`${prefix}.hostNodeName`, node.pod.hostNode);
  addOutputsToScope(scope, prefix, node.outputs);
}

/** @internal */
export function addOutputsToScope(scope: LocalScope, prefix: string, outputs: Outputs | undefined): void {
  if (outputs === undefined) return;
  if (outputs.result !== undefined) scope.set(`${prefix}.outputs.result`, outputs.result);
  if (outputs.exitCode !== undefined) scope.set(`${prefix}.exitCode`, outputs.exitCode);
  for (const { name, value } of outputs.parameters)
    if (value !== undefined) scope.set(`${prefix}.outputs.parameters.${name}`, value);
  for (const artifact of outputs.artifacts) scope.setArtifact(`${prefix}.outputs.artifacts.${artifact.name}`, artifact);
}

/**
 * A skipped or omitted node owes what its template declares: the default, or nothing that only `??` can read.
 *
 * @internal
 */
export function addSkippedToScope(
  run: Run,
  scope: LocalScope,
  prefix: string,
  node: Node,
  called: { readonly holder: Holder; readonly owner: Owner; readonly artifactsToo: boolean },
): void {
  if (node.outputs !== undefined || (node.phase !== 'Skipped' && node.phase !== 'Omitted')) return;
  const template = resolveTemplate(run, called.holder, called.owner);
  if (typeof template === 'string') return;
  const { parameters = [], artifacts = [] } = template.source.outputs ?? {};
  for (const { name, valueFrom } of parameters) {
    const key = `${prefix}.outputs.parameters.${name}`;
    const value = anyString(valueFrom?.default);
    if (value === undefined) scope.setAbsent(key);
    else scope.set(key, value);
  }
  if (called.artifactsToo)
    for (const { name } of artifacts) scope.setArtifact(`${prefix}.outputs.artifacts.${name}`, { name: '' });
}

/** As Argo writes a time. @internal */
export function timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
