/**
 * Something about the manifests that the simulator has to say.
 *
 * @public
 */
export interface Finding {
  /** `error`: nothing is played. `warning`: it is played, with what the message says was assumed. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The file, where manifests came as files. */
  readonly file?: string;
  /** Counts from 1. */
  readonly line?: number;
  /** Fields and indexes inside the document, such as `spec.templates[0].steps`. */
  readonly path?: string;
}

/** How a path is written. @internal */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
