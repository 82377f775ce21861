/** What check-drift ends with; only `drifted` and `error` are red. @internal */
export const outcomes = ['in-step', 'drifted', 'busy', 'nothing-released', 'error'] as const;
