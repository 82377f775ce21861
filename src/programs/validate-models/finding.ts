/** What was looked at of a model, and what was found. @internal */
export interface Finding {
  readonly of: 'service' | 'pods' | 'file' | 'endpoint';
  readonly good: boolean;
  readonly what: string;
}

/** @internal */
export const good = (of: Finding['of'], what: string): Finding => ({ of, good: true, what });

/** @internal */
export const bad = (of: Finding['of'], what: string): Finding => ({ of, good: false, what });
