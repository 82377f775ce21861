/**
 * What a release is about, frozen when its build ends: nothing of it changes from there to production.
 *
 * @internal
 */
export interface Candidate {
  /** MLflow's number of the registered model: a whole number, `0` for the initial image that no training made. */
  readonly modelVersion: string;
  readonly runId: string;
  /** What is deployed: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** The commit of the training repository. */
  readonly commit: string;
  /** Where the model artifact lies. */
  readonly uri: string;
}

/** @internal */
export const candidateFields = [
  'modelVersion',
  'runId',
  'digest',
  'commit',
  'uri',
] as const satisfies readonly (keyof Candidate)[];

/** Whether two are the same in every field; two that are absent are the same too. @internal */
export function isSame(a: Candidate | null, b: Candidate | null): boolean {
  if (a === null || b === null) return a === b;
  return candidateFields.every((field) => a[field] === b[field]);
}

/**
 * Whether `a` was registered before `b`: model versions are compared as numbers, 9 is older than 10.
 *
 * `docs/adr/0008` says why the registry's number is the order.
 *
 * @internal
 */
export function isOlder(a: Candidate, b: Candidate): boolean {
  return Number(a.modelVersion) < Number(b.modelVersion);
}

/** Whether two claim the same model version and are not the same: one of them is not what was frozen. @internal */
export function contradicts(a: Candidate, b: Candidate): boolean {
  return a.modelVersion === b.modelVersion && !isSame(a, b);
}

/** Whether this is the image of before the first training; no alias of the registry can name it. @internal */
export function isInitial({ modelVersion }: Candidate): boolean {
  return modelVersion === '0';
}
