import { isRecord, type JsonRecord, numberAt } from '../json-value';

/** How a container ended, and whose doing that was. @internal */
export type ContainerEnd = { readonly by: 'itself' } | { readonly by: 'crash' | 'platform'; readonly what: string };

/** A container that the kubelet lost sight of: the node was restarted, or its runtime. */
const lost = ['ContainerStatusUnknown', 'Unknown', 'NodeLost'];

/**
 * Reads a `terminated` state. An exit code of 137 is a kill, whether or not the runtime saw that memory was the reason.
 *
 * @throws Trouble without an exit code
 * @internal
 */
export function containerEnd(terminated: JsonRecord): ContainerEnd {
  const exit = numberAt(terminated, 'exitCode');
  const reason = typeof terminated.reason === 'string' ? terminated.reason : '';
  const signal = Number(terminated.signal ?? 0);
  if (reason === 'OOMKilled') return { by: 'crash', what: 'was killed for its use of memory (OOMKilled)' };
  if (lost.includes(reason)) return { by: 'platform', what: `was lost by its node (${reason})` };
  if (exit === 0 && signal === 0) return { by: 'itself' };
  const said = reason === '' || reason === 'Error' ? '' : `, ${reason}`;
  if (exit === 137 || signal === 9) return { by: 'crash', what: `was killed (exit code 137${said})` };
  return { by: 'crash', what: `ended with exit code ${exit}${said}${firstLine(terminated.message)}` };
}

function firstLine(message: unknown): string {
  const line = typeof message === 'string' ? (message.trim().split('\n').at(-1) ?? '') : '';
  return line === '' ? '' : `: ${line.slice(0, 160)}`;
}

/** The `terminated` of a state, where it is one. @internal */
export function terminatedIn(state: unknown): JsonRecord | undefined {
  return isRecord(state) && isRecord(state.terminated) ? state.terminated : undefined;
}
