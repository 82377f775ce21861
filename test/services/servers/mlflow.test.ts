import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withHeaders } from '../faulty/faults';
import { faulty } from '../faulty/faulty';
import { shared } from '../shared';

const json = { 'content-type': 'application/json' };

async function call(url: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init =
    body === undefined ? { headers } : { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) };
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

describe.each([2, 3] as const)('MLflow %i', (version) => {
  it('keeps a model, and says what it does not know in its own words', async () => {
    const { url } = await shared(`mlflow-${version}`);
    const name = randomUUID();
    expect(await (await fetch(`${url}/version`)).text()).toMatch(new RegExp(`^${version}\\.`));
    expect((await call(url, 'registered-models/create', { name })).status).toBe(200);
    expect(await call(url, 'registered-models/create', { name })).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
    expect(await call(url, `registered-models/get?name=${name}`)).toMatchObject({
      status: 200,
      body: { registered_model: { name } },
    });
    expect(await call(url, `registered-models/alias?name=${name}&alias=champion`)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('refuses a foreign Host only from version 3 on', async () => {
    const { url } = await shared(`mlflow-${version}`);
    const proxy = await faulty({ url });
    proxy.inject(withHeaders({ host: 'mlflow.mlops.svc.cluster.local' }));
    const answer = await fetch(`${proxy.url}/api/2.0/mlflow/registered-models/search`);
    expect(answer.status).toBe(version === 3 ? 403 : 200);
    if (version === 3) expect(await answer.text()).toContain('Invalid Host header');
    await proxy.stop();
  });

  it('asks for a password when it should', async () => {
    const { url, admin } = await shared(`mlflow-${version}-auth`);
    expect((await fetch(`${url}/api/2.0/mlflow/registered-models/get?name=x`)).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`${admin?.username}:${admin?.password}`).toString('base64')}`;
    expect((await call(url, 'registered-models/create', { name: randomUUID() }, { authorization })).status).toBe(200);
  });
});
