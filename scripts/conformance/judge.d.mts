/** What one judge says of one document. */
export interface Verdict {
  readonly file: string;
  /** Position in its file, from 0. */
  readonly doc: number;
  /** Path of the object in its document, when it is one that the document would create. */
  readonly inside?: string;
  readonly kind: string;
  readonly name: string;
  readonly judge: string;
  readonly verdict: 'accepted' | 'rejected' | 'no-judge';
  readonly message: string;
}

export interface Settings {
  /** Settings of Tekton's ConfigMap feature-flags, such as `enable-api-fields=alpha`; its defaults accept beta fields. */
  readonly tekton?: readonly string[];
}

export function whyNot(): string | undefined;
export function isBuilt(): boolean;
export function build(): string[];
export function judge(files: readonly string[], settings?: Settings): Verdict[];
/** An object as the API server stores it after Tekton's webhook. */
export interface Defaulted {
  readonly file: string;
  readonly doc: number;
  readonly object: object;
}

export function defaulted(files: readonly string[]): Defaulted[];
export function isRed(verdict: Verdict): boolean;
