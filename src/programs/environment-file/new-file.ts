import type { Deployed } from './deployed';
import { fenceTokenLine } from './fence-token';
import { type EnvironmentFileFormat, firstShare } from './format';

/**
 * The text of an environment file that does not exist yet.
 *
 * A kustomization.yaml beside it names it as a transformer, or as a patch; an Application or HelmRelease as a values file.
 *
 * @internal
 */
export function newFile(format: EnvironmentFileFormat, { deployed, token, shared }: Deployed): string {
  return [
    fenceTokenLine(token),
    '# Written by cdk8s-mlops with every deployment; other keys and comments are kept.',
    ...contentOf(format, deployed, shared === true),
    '',
  ].join('\n');
}

/** What the file says of the traffic: merged into the object, null takes the field away. @internal */
export function shareText(format: EnvironmentFileFormat, shared: boolean): string {
  return shared ? String(firstShare(format) ?? 'null') : 'null';
}

function contentOf(format: EnvironmentFileFormat, deployed: string, shared: boolean): readonly string[] {
  if ('helmValues' in format) {
    const keys = format.helmValues.split('.');
    const last = keys.length - 1;
    return keys.map((key, depth) => `${'  '.repeat(depth)}${key}:${depth === last ? ` "${deployed}"` : ''}`);
  }
  if ('inferenceService' in format) {
    return [
      'apiVersion: serving.kserve.io/v1beta1',
      'kind: InferenceService',
      'metadata:',
      `  name: "${format.inferenceService}"`,
      'spec:',
      '  predictor:',
      ...(firstShare(format) === undefined ? [] : [`    canaryTrafficPercent: ${shareText(format, shared)}`]),
      '    model:',
      `      storageUri: "${deployed}"`,
    ];
  }
  const [repository = '', digest = ''] = deployed.split('@');
  return [
    'apiVersion: builtin',
    'kind: ImageTagTransformer',
    'metadata:',
    // Two transformers of one kustomization must not have the same name.
    `  name: ${format.kustomize.replace(/[^a-z0-9]+/g, '-')}`,
    'imageTag:',
    `  name: "${format.kustomize}"`,
    ...(repository === format.kustomize ? [] : [`  newName: "${repository}"`]),
    `  digest: "${digest}"`,
  ];
}
