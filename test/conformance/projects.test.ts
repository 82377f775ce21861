import { describe } from 'vitest';
import { projects as good } from './good/projects';
import { acceptsAndRejects, canJudge } from './judging';
import type { Mutation } from './mutation';

const monitoring = ['Prometheus Operator v0.85.0 CRDs'];
const argocd = ['Argo CD v3.3.2 CRDs'];
const endpoint = 'model.spec.endpoints.0';
const alert = 'rules.spec.groups.0.rules.0';

const mutations: readonly Mutation[] = [
  { what: 'a misspelt endpoint', path: `${endpoint}.intervall`, value: '15s', judges: monitoring, message: /unknown/ },
  { what: 'a time of no unit', path: `${endpoint}.interval`, value: '15', judges: monitoring, message: /interval/ },
  {
    what: 'an action that is none',
    path: `${endpoint}.relabelings.0.action`,
    value: 'stay',
    judges: monitoring,
    message: /action/,
  },
  { what: 'an alert of nothing', path: `${alert}.expr`, value: undefined, judges: monitoring, message: /expr/ },
  { what: 'a time in words', path: `${alert}.for`, value: '5 minutes', judges: monitoring, message: /for/ },
  {
    what: 'an application of nowhere',
    path: 'app.spec.destination',
    value: undefined,
    judges: argocd,
    message: /dest/,
  },
  {
    what: 'a misspelt source',
    path: 'app.spec.source.repoUrl',
    value: 'https://x',
    judges: argocd,
    message: /unknown/,
  },
];

describe.skipIf(!canJudge)('the judges of projects that only have definitions', () => {
  acceptsAndRejects(good, { ServiceMonitor: monitoring, PrometheusRule: monitoring, Application: argocd }, mutations);
});
