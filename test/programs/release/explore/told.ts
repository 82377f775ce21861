import type { Violation } from './search';

/** A violation as its reader wants it: what broke, how it came to that, and what it looked like then. */
export function told({ invariant, trace, state }: Violation): string {
  const steps = trace.map((step, i) => `${String(i + 1).padStart(4)}. ${step}`);
  return [`${invariant}:`, ...steps, ...state.split('\n').map((line) => `      ${line}`)].join('\n');
}
