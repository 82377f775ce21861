import type { Json } from '../mutation';

/** A route into another namespace, and what lets it in. */
export function gateway(namespace: string): Json[] {
  const group = 'gateway.networking.k8s.io';
  return [
    {
      apiVersion: `${group}/v1`,
      kind: 'HTTPRoute',
      metadata: { name: 'food', namespace },
      spec: {
        parentRefs: [{ group, kind: 'Gateway', namespace: 'gateways', name: 'public' }],
        hostnames: ['food.acme.example'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/predict' } }],
            backendRefs: [
              { group: '', kind: 'Service', namespace: 'food-production', name: 'food', port: 8080, weight: 90 },
              { group: '', kind: 'Service', namespace: 'food-canary', name: 'food', port: 8080, weight: 10 },
            ],
          },
        ],
      },
    },
    {
      apiVersion: `${group}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'routes', namespace },
      spec: {
        from: [{ group, kind: 'HTTPRoute', namespace }],
        to: [{ group: '', kind: 'Service', name: 'food' }],
      },
    },
  ];
}
