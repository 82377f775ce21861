import { describe } from 'vitest';
import { gateway as good } from './good/gateway';
import { acceptsAndRejects, canJudge } from './judging';
import type { Mutation } from './mutation';

const judges = ['Gateway API v1.5.1 CRDs'];
const rule = 'food.spec.rules.0';
const first = `${rule}.backendRefs.0`;

const mutations: readonly Mutation[] = [
  { what: 'a misspelt field', path: `${first}.wieght`, value: 5, judges, message: /unknown field/ },
  { what: 'a weight below 0', path: `${first}.weight`, value: -1, judges, message: /weight/ },
  { what: 'a weight above a million', path: `${first}.weight`, value: 1_000_001, judges, message: /weight/ },
  { what: 'a Service without a port', path: `${first}.port`, value: undefined, judges, message: /Must have port/ },
  { what: 'an address as hostname', path: 'food.spec.hostnames.0', value: 'A.example', judges, message: /hostnames/ },
  {
    what: 'a path that climbs',
    path: `${rule}.matches.0.path.value`,
    value: '/a/../b',
    judges,
    message: /must not contain/,
  },
  { what: 'a grant to nobody', path: 'routes.spec.from', value: [], judges, message: /spec.from/ },
];

describe.skipIf(!canJudge)('the judge of the Gateway API', () => {
  acceptsAndRejects(good, { HTTPRoute: judges, ReferenceGrant: judges }, mutations);
});
