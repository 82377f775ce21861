import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgramName } from '../../../src/programs/bundle';
import { text } from '../candidate';
import { runProgram } from '../run-program';
import { image } from '../workload/rollout';
import { type FakeApi, fakeApi, token } from './fake-api';

const programs: Readonly<Partial<Record<ProgramName, Readonly<Record<string, string>>>>> = {
  'check-pods': { NAMESPACE: 'n', WORKLOAD: 'deployment/fraud', PHASE: 'before', DEADLINE_SECONDS: '60', BASELINE: '' },
  'wait-rollout': {
    NAMESPACE: 'n',
    WORKLOAD: 'deployment/fraud',
    DEADLINE_SECONDS: '60',
    GITOPS: 'flux',
    GITOPS_OBJECT: 'fraud',
    GITOPS_NAMESPACE: 'flux-system',
    COMMIT: 'c'.repeat(40),
    DEPLOYED: '',
    URL: 'http://fraud',
    VERSION_PATH: '/version',
    EXPECTED_VERSION: '1.0.5',
  },
  'deploy-patch': {
    NAMESPACE: 'n',
    WORKLOAD: 'deployment/fraud',
    CONTAINER: '',
    DEPLOYED: image('6'),
    TOKEN: '1',
    DEADLINE_SECONDS: '60',
  },
  'deploy-argocd-param': {
    NAMESPACE: 'n',
    APPLICATION: 'fraud',
    KUSTOMIZE_IMAGE: 'ghcr.io/acme/fraud',
    DEPLOYED: image('6'),
    TOKEN: '1',
    DEADLINE_SECONDS: '60',
  },
};
const hostile = [
  '{{workflow.name}}',
  '$(KUBERNETES_SERVICE_HOST)',
  'a"b\'c',
  'a\nb',
  '../../secrets',
  'a/../b?x=y#z',
  '-1e999 ',
  'http://user:hunter2@fraud',
  'x'.repeat(65_536),
];

let api: FakeApi;
beforeAll(async () => {
  api = await fakeApi({});
});
afterAll(() => api.close());

const table = Object.entries(programs).flatMap(([program, env]) =>
  Object.keys(env).map((variable) => ({ program: program as ProgramName, env, variable })),
);

describe.concurrent('what a program is given', () => {
  it.each(table)(
    '$program refuses hostile values in $variable before it asks anybody',
    async ({ program, env, variable }) => {
      // A version may be a path or an address.
      const values = hostile.filter(
        (value) => variable !== 'EXPECTED_VERSION' || /[^\w./:@-]/.test(value) || value.length > 256,
      );
      for (const value of values) {
        const run = await runProgram(program, { ...api.environment, ...env, [variable]: value });
        expect(run.exit, value.slice(0, 40)).toBe(1);
        expect(run.outputs.verdict ?? run.outputs.outcome).toBe('error');
        expect(run.outputs.reason).toContain(`${variable}: `);
        expect(run.outputs.reason).not.toMatch(/\{\{|\$\(/);
        expect(run.everything.length).toBeLessThan(4000);
        expect(run.stderr).toBe('');
      }
      expect(api.requests).toEqual([]);
    },
  );
});

it.each(Object.entries(programs))('%s does not repeat its token when the API server does', async (program, env) => {
  const echoing = await fakeApi({});
  echoing.on('/', text(`who are you? Bearer ${token}, ${Buffer.from(token).toString('base64')}`, { status: 400 }));
  const run = await runProgram(program as ProgramName, { ...echoing.environment, ...env });
  expect(run.outputs.reason).toContain('[hidden]');
  expect(run.everything).not.toContain(token);
  expect(run.everything).not.toContain(Buffer.from(token).toString('base64'));
  await echoing.close();
});
