import { matching } from '../parse';

/** Not MLflow's own rule, which is none but `/` and `:`: no name that a filter, a URL or an engine would read as more than a name. @internal */
export const modelName: (text: string) => string = matching(
  /^[^/:.%"'\\\s{}\p{Cc}][^/:%"'\\\s{}\p{Cc}]{0,249}$/u,
  'the name of a registered model, without / : % \\ quotes, braces and spaces',
);

/** MLflow keeps `latest` and `v<number>` for itself. @see https://mlflow.org/docs/latest/model-registry/ @internal */
export const aliasName: (text: string) => string = matching(
  /^(?!(?:latest|v\d+)$)[a-z0-9_-]{1,255}$/i,
  'an alias of letters, digits, - and _, neither latest nor v<number>',
);

/** @internal */
export const runId: (text: string) => string = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,255}$/,
  'the id of a run, of letters, digits, - and _',
);

/**
 * Tag of what was made by a run of a pipeline; its value is that run. Of a version that was registered by hand, the
 * training run.
 *
 * @internal
 */
export const pipelineRunTag = 'pipeline.run';

/**
 * Tag of a run that came to the good end of its pipeline: what it was trained with, as a digest.
 *
 * @internal
 */
export const configHashTag = 'pipeline.config-hash';

/** Tag beside it: the version that the run was registered as. @internal */
export const configVersionTag = 'pipeline.config-version';

/** @internal */
export const configHash: (text: string) => string = matching(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** @internal */
export const pipelineRun: (text: string) => string = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/,
  'the name or id of the pipeline run, of letters, digits and ._-',
);

/** @internal */
export const versionNumber: (text: string) => string = matching(/^[1-9]\d{0,15}$/, 'the number of a model version');
