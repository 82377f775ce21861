import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiClient } from '../cluster/api/client';
import { candidate, json } from '../programs/candidate';
import { makeAccount } from './account';
import { faulty } from './faulty/faulty';
import { podOf, runInPod } from './run-in-pod';
import { shared } from './shared';

async function account() {
  const admin = apiClient(await shared('api-server'));
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
  return makeAccount(admin, { namespace: `t-${randomBytes(4).toString('hex')}`, name: 'program', rules });
}

/** Runs a script of Node in the pod. */
function node(script: string, { within, env }: ReturnType<typeof podOf>): string {
  const [command = '', ...args] = [...within, process.execPath, '--input-type=module', '-e', script];
  const { stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

const readAll = `import { readFileSync } from 'node:fs';
const file = (name) => readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/' + name, 'utf8');
console.log(JSON.stringify({ token: file('token'), namespace: file('namespace'), ca: file('ca.crt'), env: process.env }));`;

describe('a program in a pod of an account', () => {
  it('finds its token, its namespace and the API server, and nothing else in its environment', async () => {
    const { namespace, api, ...rest } = await account();
    const pod = podOf({ account: { namespace, api, ...rest } });
    const { token, ca, port } = api.access;
    expect(JSON.parse(node(readAll, pod))).toEqual({
      token,
      namespace,
      ca,
      env: {
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: String(port),
        KUBERNETES_SERVICE_PORT_HTTPS: String(port),
      },
    });
    expect(readdirSync('/run')).not.toContain('secrets');
  });

  it('finds a faulty API server in its place', async () => {
    const owner = await account();
    const { port, ca } = owner.api.access;
    const proxy = await faulty({ url: `https://127.0.0.1:${port}`, ca });
    const seen = JSON.parse(
      node(readAll, podOf({ account: owner, apiServer: { port: proxy.port, ca: proxy.ca ?? '' } })),
    );
    expect([seen.ca, seen.env.KUBERNETES_SERVICE_PORT]).toEqual([proxy.ca, String(proxy.port)]);
    await proxy.stop();
  });

  it('is run from the bytes of its ConfigMap', async () => {
    const app = await candidate({ '/version': json({ version: '1.0.1' }), '/predict': json({}) });
    const env = {
      URL: app.url,
      DEADLINE_SECONDS: '20',
      REQUEST_TIMEOUT_SECONDS: '5',
      VERSION_PATH: '/version',
      VERSION_FIELD: 'version',
      EXPECTED_VERSION: '1.0.1',
      REQUEST_PATH: '/predict',
      SAMPLES: '1',
      EXPECT: '{"status":200}',
    };
    expect(await runInPod('check-http', env, { account: await account() })).toMatchObject({
      exit: 0,
      outputs: { verdict: 'pass' },
    });
    await app.close();
  });
});
