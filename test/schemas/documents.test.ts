import { describe, expect, it } from 'vitest';
import { kindsOf, type SchemaRelease } from '../../src/schemas/release';
import { type Document, documents } from './documents/documents';
import { definitionOf, validatorOf } from './validators';

/** Kinds that no example has, as nobody writes them here. */
const without: Readonly<Record<string, readonly string[]>> = {
  'kubernetes-1.36': ['LimitRange', 'Namespace', 'Pod', 'ResourceQuota', 'DaemonSet', 'StatefulSet'],
  'tekton-1.15': ['VerificationPolicy'],
};

describe.each(Object.entries(documents))('documents that fit the types of %s', (name, of) => {
  const release = name as SchemaRelease;
  const titled = of.map((document: Document) => ({ title: `${document.apiVersion} ${document.kind}`, document }));
  const validate = (written: object, document: Document) => {
    const validator = validatorOf(release, definitionOf(release, document.apiVersion, document.kind) ?? '');
    validator(written);
    return validator.errors ?? [];
  };

  it.each(titled)('fit the schema too: $title', ({ document }) => {
    expect(validate(document, document)).toEqual([]);
  });

  it.each(titled)('are refused under another apiVersion or kind, or without metadata: $title', ({ document }) => {
    const { metadata: _, ...nameless } = document;
    expect(validate({ ...document, apiVersion: 'v0' }, document)).toMatchObject([{ instancePath: '/apiVersion' }]);
    expect(validate({ ...document, kind: 'Thing' }, document)).toMatchObject([{ instancePath: '/kind' }]);
    // A claim may stand inside another resource, where it needs no name.
    expect(validate(nameless, document).length).toBe(document.kind === 'PersistentVolumeClaim' ? 0 : 1);
  });

  it('are there for every kind', () => {
    const seen = new Set<string | undefined>(of.map(({ kind }) => kind));
    const missing = kindsOf(release).filter(({ kind }) => !seen.has(kind));
    expect(missing.map(({ kind }) => kind)).toEqual(without[release] ?? []);
  });
});

describe('the schema of a kind of Kubernetes', () => {
  const [deployment] = documents['kubernetes-1.36'];
  const validate = validatorOf('kubernetes-1.36', 'k8s.Deployment');
  const withPolicy = (imagePullPolicy: string) => {
    const copy = structuredClone(deployment) as { spec: { template: { spec: { containers: object[] } } } };
    Object.assign(copy.spec.template.spec.containers[0] ?? {}, { imagePullPolicy });
    return copy;
  };

  it('knows the words that the API server knows', () => {
    expect(validate(withPolicy('Always'))).toBe(true);
    expect(validate(withPolicy('Sometimes'))).toBe(false);
  });

  it('lets a document have the status that a cluster prints, if its kind has one', () => {
    const status = { conditions: [{ type: 'Available', status: 'True' }] };
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(validate({ ...deployment, status })).toBe(true);
    expect(validatorOf('kubernetes-1.36', 'k8s.ConfigMap')({ ...config, status })).toBe(false);
  });

  it('leaves the words to the engine where placeholders may stand', () => {
    const step = validatorOf('tekton-1.15', 'Step');
    expect(step({ image: 'a', imagePullPolicy: '$(params.policy)' })).toBe(true);
    expect(step({ image: 'a', securityContext: { seccompProfile: { type: '$(params.profile)' } } })).toBe(true);
  });
});
