import type { DeployedValue } from '../deploy/deployed-value';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { json } from '../parse';

/**
 * What an environment file is, and which of its values says what is deployed.
 *
 * @public
 */
export type EnvironmentFileFormat =
  /** The digest of one image, by its name in the manifests: a kustomize ImageTagTransformer, or `images:` of a Component. */
  | { readonly kustomize: string }
  /**
   * A value of a Helm chart, by its dotted path: `image.digest`. It is all that is deployed (an image with its digest, or
   * the address of a model), or only the digest.
   */
  | { readonly helmValues: string; readonly value?: 'reference' | 'digest' }
  /**
   * The storageUri of a patch for the InferenceService of this name. In Knative mode a new version may first get a share of the
   * traffic, from 1 to 99 percent, beside the one before it.
   */
  | { readonly inferenceService: string; readonly canaryTrafficPercent?: number };

const image = /^[a-z0-9][a-z0-9._:/-]{0,254}$/;
// Without the words that readers of YAML 1.1 take for something else than text.
const chartKey = '(?!(?:y|n|yes|no|on|off|true|false|null)(?:\\.|$))[a-z][a-z0-9_-]{0,62}';
const chartPath = new RegExp(`^${chartKey}(?:\\.${chartKey}){0,9}$`, 'i');
const objectName = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** @throws InputError unless the text is the JSON of a format @internal */
export function parseFormat(text: string): EnvironmentFileFormat {
  const value = json(text);
  const problem = formatProblem(value);
  if (problem !== undefined) throw new InputError(problem);
  return value as EnvironmentFileFormat;
}

/** Why something is no format, in words. @internal */
export function formatProblem(format: unknown): string | undefined {
  const {
    kustomize,
    helmValues,
    inferenceService,
    value,
    canaryTrafficPercent: share,
    ...unknown
  } = isRecord(format) ? format : { none: true };
  const kinds = [kustomize, helmValues, inferenceService].filter((name) => name !== undefined);
  if (kinds.length !== 1 || Object.keys(unknown).length > 0) {
    return 'expected one of { kustomize: image }, { helmValues: path }, { inferenceService: name }';
  }
  const fits = (name: unknown, pattern: RegExp): boolean => typeof name === 'string' && pattern.test(name);
  if (kustomize !== undefined && !fits(kustomize, image)) {
    return 'kustomize: expected the name of an image as the manifests have it, without tag and digest';
  }
  if (helmValues !== undefined && !fits(helmValues, chartPath)) {
    return 'helmValues: expected a dotted path of keys, such as image.digest';
  }
  if (inferenceService !== undefined && !fits(inferenceService, objectName)) {
    return 'inferenceService: expected the name of an InferenceService';
  }
  if (value !== undefined && (helmValues === undefined || !['reference', 'digest'].includes(String(value)))) {
    return 'value: expected reference or digest, with helmValues only';
  }
  const isShare = Number.isSafeInteger(share) && Number(share) >= 1 && Number(share) <= 99;
  if (share !== undefined && (inferenceService === undefined || !isShare)) {
    return 'canaryTrafficPercent: expected a whole number from 1 to 99, with inferenceService only';
  }
  return undefined;
}

/** The share of the traffic that a new version gets first; nothing where it gets all of it at once. @internal */
export function firstShare(format: EnvironmentFileFormat): number | undefined {
  return 'inferenceService' in format ? format.canaryTrafficPercent : undefined;
}

/**
 * What a file of the format says once the value is deployed.
 *
 * @throws InputError if the value can't stand there
 * @internal
 */
export function textFor(value: DeployedValue, format: EnvironmentFileFormat): string {
  if ('inferenceService' in format) {
    if (value.kind === 'model') return value.uri;
    throw new InputError('an InferenceService serves a model, not an image');
  }
  if (value.kind === 'image') {
    return 'helmValues' in format && format.value === 'digest' ? value.digest : value.reference;
  }
  if ('helmValues' in format && format.value !== 'digest') return value.uri;
  throw new InputError('a model has an address, not a digest');
}
