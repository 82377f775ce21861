import { show } from '../core/check-value';
import { PipelineError } from '../core/error';

const schemes = 's3|gs|pvc|hf|oci|oci\\+native|hdfs|webhdfs|https?';
const pattern = new RegExp(`^(?:${schemes})://[A-Za-z0-9][A-Za-z0-9._-]*(?::\\d{1,5})?(?:/[A-Za-z0-9._=+,-]+)*/?$`);

/** Stands where the version does, and is none: no store has it, so that no pod serves a model before one is deployed. */
const notDeployed = 'not-deployed';

/**
 * The address that an InferenceService has in a manifest, below the folder of a model's versions.
 *
 * @param folder an image or a model of Hugging Face has its versions behind a colon
 * @throws PipelineError MLP2205
 * @internal
 */
export function addressToReplace(folder: string, at: string): string {
  if (
    typeof folder === 'string' &&
    pattern.test(folder) &&
    !/(^|\/)(\.\.?|latest)(\/|$)/i.test(folder.split('://')[1] ?? '')
  ) {
    const base = folder.replace(/\/$/, '');
    return /^(?:oci|oci\+native|hf):/.test(base) ? `${base}:${notDeployed}` : `${base}/${notDeployed}`;
  }
  const isMlflow = typeof folder === 'string' && /^(mlflow|models|mlflow-artifacts|runs):/.test(folder);
  throw new PipelineError({
    code: 'MLP2205',
    message: `the models are at ${show(folder)}`,
    expected: "the folder above the versions: 'pvc://model-storage/fraud', 's3://models/fraud'",
    fix: isMlflow ? 'KServe reads no address of MLflow: give the bucket or claim that the artifacts are in' : undefined,
    actual: folder,
    at,
  });
}
