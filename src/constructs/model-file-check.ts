import { checkProps } from '../core/check-props';
import type { Image } from '../core/container/image';
import type { Resources } from '../core/container/resources';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTimeout } from '../core/program-task';
import { type Task, task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { Verdict } from '../core/verdict';
import { programFile, programText } from '../programs/bundle';
import { contract } from '../programs/publish-model/contract';
import { checkVariable } from './check-read';
import type { ModelContract } from './model-contract';

/** @public */
export interface ModelFileCheckOptions {
  /** What the model must take and answer. */
  readonly contract: ModelContract;
  /** With Python, joblib and scikit-learn: the one that serves, or the one that trained. */
  readonly image: Image;
  /** Absolute path of the model. */
  readonly file: string;
  /** Where the file is: `{ [models.folder]: models.volume }`. */
  readonly mounts: { readonly [path: string]: Volume };
  /** Enough to load the model and to answer the samples of the contract. */
  readonly resources: Resources;
  /** @default 5 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** Name or path of the interpreter in the image. @default 'python' */
  readonly python?: string | undefined;
}

/** What can be wrong with a model's file, and the two words for what is none of it. @public */
export type ModelDiagnosis = (typeof diagnoses)[number];

const diagnoses = [
  'none',
  'missing-file',
  'several-files',
  'empty-file',
  'unreadable',
  'missing-module',
  'not-a-pipeline',
  'wrong-features',
  'wrong-answer',
  'not-judged',
] as const;

/** @public */
export type ModelFileCheck = Task<
  {},
  { readonly verdict: Verdict; readonly reason: string; readonly diagnosis: ModelDiagnosis; readonly digest: string }
>;

const file = programFile('check-model');

/**
 * A gate over the file of a trained model, before it is published: it is alone, loads as a scikit-learn Pipeline, takes as
 * many numbers as the contract says and answers its samples. `digest` is of the bytes that passed,
 * `none` of others.
 *
 * @throws PipelineError MLP3052 for a path that is no model.
 * @example
 * ```ts
 * const healthy = modelFileCheck({
 *   contract: anomaly, image: Image.tagged('ghcr.io/acme/notebooks:1.4.0'), resources: { memory: '2Gi' },
 *   file: `${models.folder}/trained/model.pkl`, mounts: { [models.folder]: models.volume },
 * });
 * ```
 * @public
 */
export function modelFileCheck(options: ModelFileCheckOptions): ModelFileCheck {
  const what = 'modelFileCheck';
  checkProps(options, ['contract', 'image', 'file', 'mounts', 'resources', 'deadline', 'python'], what);
  const { contract: model, image, mounts, resources, deadline, python = 'python' } = options;
  checkVariable('MLP3052', `the file of ${what}`, contract.file, options.file);
  const seconds = deadline === undefined ? 300 : secondsOf(deadline, `the deadline of ${what}`);
  const taken = ['/program', '/contract'].find((path) => Object.hasOwn(mounts ?? {}, path));
  if (taken !== undefined)
    throw new PipelineError({
      code: 'MLP3052',
      message: `${what} mounts something at ${taken}, where its own files are`,
      expected: 'another path',
    });
  return task('check-model', {
    image,
    resources,
    outputs: {
      verdict: verdict(),
      reason: text(),
      diagnosis: oneOf(diagnoses, { default: 'not-judged' }),
      digest: text({ pattern: /sha256:[0-9a-f]{64}|none/ }),
    },
    // Isolated: modules of the user that are called like those of Python don't get in the way of the program.
    command: [python, '-I', `/program/${file}`],
    env: {
      ...model.env,
      MODEL_FILE: options.file,
      CHECK_MODEL_CONTRACT: '/contract/contract.json',
      CHECK_MODEL_DEADLINE_SECONDS: String(seconds),
    },
    mounts: {
      ...mounts,
      '/contract': model.file,
      '/program': Volume.files('program-check-model', { [file]: programText('check-model') }),
    },
    // The file's digest is taken before and after.
    timeout: programTimeout(seconds + 60),
  });
}
