import { describe, expect, it } from 'vitest';
import { readRelease } from '../../scripts/schemas/release.mjs';

const text = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const object = (properties: object) => ({ type: 'object', properties });

function ownNames(definitions: Readonly<Record<string, object>>): readonly string[] {
  return Object.keys(readRelease({ engine: 'Acme', version: 'v1.2.3', kinds: [], definitions }).own);
}

describe('the short name of a definition', () => {
  it('is one for two API versions that look the same, whatever their descriptions say', () => {
    const definitions = {
      'dev.acme.v1.Param': object({ value: ref('dev.acme.v1.Value') }),
      'dev.acme.v1beta1.Param': { ...object({ value: ref('dev.acme.v1beta1.Value') }), description: 'Older.' },
      'dev.acme.v1.Value': text,
      'dev.acme.v1beta1.Value': text,
    };
    expect(ownNames(definitions)).toEqual(['Param', 'Value']);
  });

  it('says the older API version of types that differ, or mention one that does', () => {
    const definitions = {
      'dev.acme.v1.Param': object({ value: ref('dev.acme.v1.Value') }),
      'dev.acme.v1beta1.Param': object({ value: ref('dev.acme.v1beta1.Value') }),
      'dev.acme.v1.Value': text,
      'dev.acme.v1beta1.Value': { type: 'integer' },
    };
    expect(ownNames(definitions)).toEqual(['Param', 'V1beta1Param', 'V1beta1Value', 'Value']);
  });

  it('is never shared by types of two packages that differ', () => {
    const definitions = { 'dev.acme.v1.Param': text, 'dev.other.v1.Param': { type: 'integer' } };
    expect(ownNames(definitions)).toEqual(['Param', 'V1Param']);
    expect(() => ownNames({ ...definitions, 'org.more.v1.Param': { type: 'boolean' } })).toThrow(
      'two definitions would be called V1Param: dev.other.v1.Param, org.more.v1.Param',
    );
  });

  it('tells Kubernetes apart, where two types of one name are an error', () => {
    const definitions = { 'io.k8s.api.core.v1.Event': text, 'io.k8s.api.events.v1.Event': { type: 'integer' } };
    expect(() => ownNames(definitions)).toThrow('two definitions would be called k8s.Event');
    const { kubernetes } = readRelease({
      ...{ engine: 'Acme', version: 'v1.2.3', kinds: [] },
      definitions: { 'dev.acme.v1.Event': text, 'io.k8s.api.core.v1.Event': { type: 'integer' } },
    });
    expect(kubernetes).toEqual({ Event: { type: 'integer' } });
  });
});
