import type * as gateway from '../../../src/schemas/gateway/types';

const route: gateway.HTTPRoute = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'food', namespace: 'models' },
  spec: {
    parentRefs: [{ name: 'public', namespace: 'gateways' }],
    hostnames: ['food.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [{ name: 'x-canary', value: 'yes' }] }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
      },
      {
        backendRefs: [
          { name: 'food', port: 80, weight: 90 },
          { name: 'food-next', port: 80, weight: 10 },
        ],
        timeouts: { request: '5s' },
      },
    ],
  },
};

export const gatewayDocuments = [route];
