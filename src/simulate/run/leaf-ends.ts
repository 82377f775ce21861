import { anyString } from '../plan/any-string';
import type { Outcome } from '../scenario/outcome';
import { sampleOutput, sampleResult } from '../scenario/sample';
import { readsResult } from './leaf';
import type { Given, Node, NodePhase, Outputs } from './node';
import type { Processed } from './processed';

/** How a pod's node ends, as the controller and its helper in the pod see it. @internal */
export function leafEnds(
  node: Node,
  outcome: Outcome,
): { readonly phase: NodePhase; readonly message: string; readonly outputs: Outputs | undefined } {
  if (outcome.kind === 'error')
    return { phase: 'Error', message: `wait: ${outcome.message ?? 'Error (exit code 1)'}`, outputs: undefined };
  if (outcome.kind === 'node-lost') {
    const message = outcome.message ?? 'pod failed: neither main nor wait container completed successfully';
    return { phase: 'Failed', message, outputs: undefined };
  }
  const { processed } = node;
  const ended = outcome.kind === 'ended' ? outcome : { kind: 'ended' as const };
  const { exitCode = 0, reason = exitCode === 0 ? 'Completed' : 'Error', result } = ended;
  const read =
    processed === undefined ? { parameters: [], missing: undefined } : readOutputs(processed, ended, exitCode === 0);
  const outputs: Outputs = {
    parameters: read.parameters,
    artifacts: artifactsOf(processed, node),
    ...(readsResult(node) && { result: result ?? (exitCode === 0 ? sampleResult(node) : undefined) }),
    ...(processed?.template.kind === 'containerSet' ? {} : { exitCode: String(exitCode) }),
  };
  if (exitCode !== 0) {
    const message = `main: ${reason} (exit code ${exitCode})${ended.message === undefined ? '' : `: ${ended.message}`}`;
    return { phase: 'Failed', message, outputs };
  }
  if (read.missing !== undefined) {
    const message = `wait: Error (exit code 1): open /mainctrfs${read.missing}: no such file or directory`;
    return { phase: 'Error', message, outputs };
  }
  return { phase: 'Succeeded', message: '', outputs };
}

/** Files become parameters in order; a file that is not there and has no default is an error, and the last one read. */
function readOutputs(
  { head, template }: Processed,
  { outputs = {} }: { readonly outputs?: Readonly<Record<string, string | null>> },
  withSamples: boolean,
): { readonly parameters: readonly Given[]; readonly missing: string | undefined } {
  const parameters: Given[] = [];
  let missing: string | undefined;
  for (const parameter of head.outputs?.parameters ?? []) {
    const { name, valueFrom, globalName } = parameter;
    const written = Object.hasOwn(outputs, name) ? outputs[name] : outputs['*'];
    let value = written ?? undefined;
    if (written === undefined && withSamples) value = sampleOutput(template, parameter);
    value ??= anyString(valueFrom?.default);
    if (value === undefined) missing ??= valueFrom?.path ?? name;
    parameters.push({ name, value: missing === undefined ? value?.replace(/\n$/, '') : undefined, globalName });
  }
  return { parameters, missing };
}

function artifactsOf(processed: Processed | undefined, { name }: Node): Outputs['artifacts'] {
  return (processed?.head.outputs?.artifacts ?? []).map((artifact) => ({
    ...artifact,
    s3: artifact.s3 ?? { key: `${name}/${artifact.name}.tgz` },
  }));
}
