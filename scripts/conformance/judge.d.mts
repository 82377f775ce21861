/** What one judge says of one document. */
export interface Verdict {
  readonly file: string;
  /** Position in its file, from 0. */
  readonly doc: number;
  readonly kind: string;
  readonly name: string;
  readonly judge: string;
  readonly verdict: 'accepted' | 'rejected' | 'no-judge';
  readonly message: string;
}

export function whyNot(): string | undefined;
export function isBuilt(): boolean;
export function judge(files: readonly string[]): Verdict[];
