import { text } from '../core/parameter/text';

/**
 * What goes through the environments, frozen when its build ends: nothing of it changes from there to production.
 *
 * What is not known is empty; the version of the model and, where images are deployed, the digest always are.
 *
 * @public
 */
export interface Candidate {
  /** The registry's number of the model. */
  readonly modelVersion: string;
  /** The run of the tracking server that trained it. */
  readonly runId: string;
  /** The image: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** The commit that it was built from. */
  readonly commit: string;
  /** Where the model's files are. */
  readonly uri: string;
}

const identifier = (pattern: RegExp, doc: string) => text({ pattern, default: '', doc });

/** The inputs of whatever takes a candidate; by hand the version of the model and the digest are enough. @internal */
export const candidateInputs = {
  modelVersion: text({ pattern: /[1-9][0-9]{0,14}/, doc: 'version of the model' }),
  digest: text({ pattern: /sha256:[0-9a-f]{64}/, doc: 'digest of its image' }),
  runId: identifier(/[A-Za-z0-9._:/@+=,-]{0,128}/, 'run that trained it'),
  commit: identifier(/[A-Za-z0-9._:/@+=,-]{0,128}/, 'commit that it was built from'),
  uri: identifier(/[A-Za-z0-9._:/@+=,-]*/, 'where its files are'),
} as const;
