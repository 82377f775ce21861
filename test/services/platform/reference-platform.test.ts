import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Server } from '../../harness/servers';
import { newFolder } from '../place';
import { type Pods, podsOf } from './pods';

const service = 'mlflow.mlops.svc.cluster.local';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A request as a client in the cluster sends it. */
function call(port: number, path: string, { body = '', method = 'GET', host = `${service}:${port}` } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function api(port: number, path: string, body: object) {
  const { status, text } = await call(port, `/api/2.0/mlflow/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return JSON.parse(text);
}

describe('a reference platform, by its manifests', () => {
  const claims = newFolder('claims');
  let pods: Pods;
  let database: Server;

  const allReady = async () => {
    for (const name of ['postgresql', 'minio', 'mlflow']) {
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
        // The probe of a port is a connection, which the others make, too.
        if (name === 'postgresql' && probe === 'livenessProbe') continue;
        expect([name, probe, await pods.probe(name, probe)]).toEqual([name, probe, true]);
      }
    }
  };

  beforeAll(async () => {
    pods = podsOf({}, claims);
    const minio = await pods.start('minio');
    await minio.until(() => pods.probe('minio', 'readinessProbe'));
    // MLflow is there first, as it may be when all is applied at once.
    const mlflow = await pods.start('mlflow');
    await sleep(3000);
    expect(await pods.probe('mlflow', 'readinessProbe')).toBe(false);
    database = await pods.start('postgresql');
    await database.until(() => pods.probe('postgresql', 'startupProbe'));
    await mlflow.until(() => pods.probe('mlflow', 'readinessProbe'));
  });
  afterAll(() => pods.stop());

  it('answers all of its probes, by the address of a pod, too', allReady);

  it('answers to the names of its Service, and to no other', async () => {
    const { port } = pods;
    const asked = '/api/2.0/mlflow/experiments/search?max_results=1';
    for (const name of ['mlflow', 'mlflow.mlops', 'mlflow.mlops.svc', service, 'localhost']) {
      for (const host of [name, `${name}:${port}`])
        expect([host, (await call(port, asked, { host })).status]).toEqual([host, 200]);
    }
    expect((await call(port, asked, { host: 'mlflow.evil.example' })).status).toBe(403);
  });

  it('keeps runs and artefacts when everything is started anew', async () => {
    const { port } = pods;
    const { run } = await api(port, 'runs/create', { experiment_id: '0', start_time: 1 });
    const { run_id: id, artifact_uri: uri } = run.info;
    expect(uri).toBe(`mlflow-artifacts:/0/${id}/artifacts`);
    const artefact = `/api/2.0/mlflow-artifacts/artifacts/0/${id}/artifacts/model.txt`;
    expect((await call(port, artefact, { method: 'PUT', body: 'weights' })).status).toBe(200);

    await pods.stop();
    pods = podsOf({}, claims);
    database = await pods.start('postgresql');
    const minio = await pods.start('minio');
    await minio.until(() => pods.probe('minio', 'readinessProbe'));
    const mlflow = await pods.start('mlflow');
    await mlflow.until(() => pods.probe('mlflow', 'readinessProbe'));
    await allReady();
    const found = await api(port, 'runs/search', { experiment_ids: ['0'] });
    expect(found.runs.map((each: typeof run) => each.info.run_id)).toEqual([id]);
    expect(await call(port, artefact)).toEqual({ status: 200, text: 'weights' });
  });

  it('sends MLflow no requests while its database is away, and does not kill it for that', async () => {
    await database.stop();
    expect(await pods.probe('mlflow', 'readinessProbe')).toBe(false);
    expect(await pods.probe('mlflow', 'livenessProbe')).toBe(true);
    database = await pods.start('postgresql');
    await database.until(() => pods.probe('mlflow', 'readinessProbe'));
  });

  it('tells clients of the bucket itself when they shall go there', async () => {
    const direct = podsOf({ mlflow: { port: 5001, artifacts: 'direct' } });
    const server = await direct.start('mlflow');
    await server.until(() => direct.probe('mlflow', 'readinessProbe'));
    const { experiment_id: id } = await api(5001, 'experiments/create', { name: 'direct' });
    const { run } = await api(5001, 'runs/create', { experiment_id: id, start_time: 1 });
    expect(run.info.artifact_uri).toBe(`s3://mlflow/${id}/${run.info.run_id}/artifacts`);
    await direct.stop();
  });
});
