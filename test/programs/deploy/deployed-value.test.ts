import { describe, expect, it } from 'vitest';
import { deployedValue } from '../../../src/programs/deploy/deployed-value';

const digest = `sha256:${'5'.repeat(64)}`;

describe('what is deployed', () => {
  it.each([
    ['ghcr.io/acme/fraud', 'ghcr.io/acme/fraud'],
    [
      'registry.kube-system.svc.cluster.local:5000/gourmetgram-app',
      'registry.kube-system.svc.cluster.local:5000/gourmetgram-app',
    ],
    ['app', 'app'],
  ])('can be the image %s by digest', (name, repository) => {
    expect(deployedValue(`${name}@${digest}`)).toEqual({
      kind: 'image',
      reference: `${name}@${digest}`,
      repository,
      digest,
    });
  });

  it.each(['s3://models/fraud/7', 'gs://b/m/v7/', 'pvc://models/fraud/2026-11-20', 'oci://ghcr.io/acme/model:7'])(
    'can be the model %s',
    (uri) => {
      expect(deployedValue(uri)).toEqual({ kind: 'model', uri });
    },
  );

  it.each([
    'ghcr.io/acme/fraud:1.0.5',
    `ghcr.io/acme/fraud:1.0.5@${digest}`,
    `ghcr.io/acme/fraud@${digest.slice(0, -1)}`,
    `GHCR.io/acme/fraud@${digest}`,
    `user:secret@ghcr.io/acme/fraud@${digest}`,
    's3://models/fraud/latest',
    's3://models/fraud/latest/',
    'oci://ghcr.io/acme/model:latest',
    's3://models/../other',
    's3://user:secret@models/fraud/7',
    's3://models/fraud?versionId=7',
    `ghcr.io/acme/fraud@${digest}\n`,
    '{{workflow.name}}',
    '$(TOKEN)',
    '',
    'x'.repeat(65_536),
  ])('can not be %j', (text) => {
    expect(() => deployedValue(text)).toThrow(/^expected an image by digest/);
  });

  it('is not repeated in the message: it may hold credentials', () => {
    expect(() => deployedValue('s3://user:hunter2@models/7')).not.toThrow(/hunter2/);
  });
});
