import type { Outcome } from '../action';
import { required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { labelName, objectName } from '../kubernetes/names';
import { decimal, matching } from '../parse';

/** What publish-model ends with; only the first two go on. @internal */
export const outcomes = ['published', 'already-published', 'refused', 'error'] as const;

/** @internal */
export type PublishOutcome = Outcome<(typeof outcomes)[number]>;

/** @internal */
export const modelFile: (text: string) => string = matching(
  /^\/(?:(?!\.{1,2}\/)[A-Za-z0-9._-]+\/){0,20}(?!\.)[A-Za-z0-9._-]{1,200}\.(?:pkl|pickle|joblib)$/,
  'the absolute path of a model: .pkl, .pickle or .joblib',
);

/** @internal */
export const claimFolder: (text: string) => string = matching(
  /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]{1,200}){1,20}$/,
  'the absolute path of a folder, of letters, digits and ._-',
);

/**
 * The env variables of publish-model.
 *
 * @internal
 */
export const contract: {
  readonly file: Variable<string>;
  readonly digest: Variable<string>;
  readonly models: Variable<string>;
  readonly claim: Variable<string>;
  readonly model: Variable<string>;
  readonly run: Variable<string>;
  readonly deadline: Variable<number>;
} = {
  file: required('MODEL_FILE', modelFile),
  digest: required('MODEL_DIGEST', matching(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits')),
  models: required('MODELS_FOLDER', claimFolder),
  claim: required('CLAIM', objectName),
  model: required('MODEL_NAME', (text) => {
    if (text.startsWith('.')) throw new InputError('begins with a dot');
    return labelName(text);
  }),
  run: required('RUN', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'the name of a run')),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
};
