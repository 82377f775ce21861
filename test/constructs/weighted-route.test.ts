import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Environment, VersionProof, WeightedRoute, type WeightedRouteProps } from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { definitionOf, validatorOf } from '../schemas/validators';

const place = (name: string, namespace = `fraud-${name}`, url = `http://fraud.${namespace}.svc.cluster.local:8080`) =>
  Environment.of(name, { application: 'fraud', namespace, url, proof: VersionProof.http({ path: '/version' }) });
const production = place('production');
const canary = place('canary');
const good: WeightedRouteProps = {
  parents: [{ name: 'public', namespace: 'gateways' }],
  backends: [
    { environment: production, weight: 90 },
    { environment: canary, weight: 10 },
  ],
};
const emit = (props: Partial<WeightedRouteProps> = {}) =>
  emittedBy((chart) => new WeightedRoute(chart, 'fraud', { ...good, ...props }));

describe('a weighted route', () => {
  it('splits requests among environments, with all that the API server would fill in', () => {
    const route = emit({ hostnames: ['fraud.acme.example', '*.acme.example'], path: '/predict' }).one('HTTPRoute');
    expect(route).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { name: 'fraud', namespace: 'mlops' },
    });
    expect(route.spec).toEqual({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways', name: 'public' }],
      hostnames: ['fraud.acme.example', '*.acme.example'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/predict' } }],
          backendRefs: [
            { group: '', kind: 'Service', namespace: 'fraud-production', name: 'fraud', port: 8080, weight: 90 },
            { group: '', kind: 'Service', namespace: 'fraud-canary', name: 'fraud', port: 8080, weight: 10 },
          ],
        },
      ],
    });
    const validate = validatorOf('gateway-1.5', definitionOf('gateway-1.5', route.apiVersion, route.kind) ?? '');
    validate(route);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is let into the namespaces of its environments, for their Service and from its own namespace only', () => {
    const grants = emit().manifests.filter(({ kind }) => kind === 'ReferenceGrant');
    expect(grants.map(({ metadata, spec }) => ({ in: metadata.namespace, name: metadata.name, spec }))).toEqual(
      ['fraud-canary', 'fraud-production'].map((namespace) => ({
        in: namespace,
        name: 'mlops.fraud',
        spec: {
          from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'mlops' }],
          to: [{ group: '', kind: 'Service', name: 'fraud' }],
        },
      })),
    );
  });

  it('needs no grant in its own namespace', () => {
    const here = place('production', 'mlops');
    const { manifests, one } = emit({
      parents: [{ name: 'public', namespace: 'mlops', sectionName: 'https' }],
      backends: [{ environment: here, weight: 1 }],
    });
    expect(manifests.map(({ kind }) => kind)).toEqual(['HTTPRoute']);
    expect(one('HTTPRoute').spec).toMatchObject({
      parentRefs: [{ name: 'public', sectionName: 'https' }],
      rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'fraud', port: 8080, weight: 1 }] }],
    });
  });

  const weights = (a: unknown, b: unknown) => ({
    backends: [
      { environment: production, weight: a as number },
      { environment: canary, weight: b as number },
    ],
  });
  it.each<[string, Partial<WeightedRouteProps>, string]>([
    ['a negative weight', weights(-1, 1), "the weight of environment 'production' is -1"],
    ['half a percent', weights(99.5, 0.5), 'a whole number from 0 to 1000000'],
    ['too much weight', weights(1, 1_000_001), "the weight of environment 'canary' is 1000001"],
    ['no weight', weights(1, undefined), "the weight of environment 'canary'"],
    ['weights of 0 only', weights(0, 0), 'all weights are 0'],
    ['an environment twice', { backends: [...good.backends, ...good.backends] }, 'is a backend twice'],
    ['no backends', { backends: [] }, 'a list of 1 to 16'],
    ['no parents', { parents: [] }, 'a list of 1 to 32'],
    [
      'an address outside',
      { backends: [{ environment: place('p', 'n', 'https://acme.example'), weight: 1 }] },
      'MLP3041',
    ],
    ['an IP address as its name', { hostnames: ['10.0.0.1'] }, "a hostname is '10.0.0.1'"],
    ['a capital in its name', { hostnames: ['Fraud.acme'] }, 'lower-case labels'],
    ['a star in the middle', { hostnames: ['a.*.b'] }, 'MLP3041'],
    ['a path that climbs', { path: '/a/../b' }, "the path is '/a/../b'"],
    ['a path that starts nowhere', { path: 'a' }, 'MLP3041'],
    ['a parent of a bad name', { parents: [{ name: 'A_b' }] }, 'MLP1005'],
    ['a typo', { hostname: ['a'] } as never, "did you mean 'hostnames'"],
  ])('is refused with %s', (_, props, message) => {
    expect(() => emit(props)).toThrow(message);
  });

  it('is refused in a chart without a namespace, since nobody could let it in', () => {
    expect(() => new WeightedRoute(new Chart(new App(), 'c'), 'fraud', good)).toThrow('MLP3041');
  });
});
