import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs/run-program';
import { halfAnswer, lostAnswer, lostRequest, status } from './faulty/faults';
import { faulty } from './faulty/faulty';
import { type Minio, startMinio } from './servers/minio';

let minio: Minio;
beforeAll(async () => {
  minio = await startMinio();
});
afterAll(() => minio.stop());

const fresh = () => `b${randomBytes(6).toString('hex')}`;
const ensure = (buckets: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runProgram('ensure-buckets', { ...minio.env, BUCKETS: buckets.join(','), DEADLINE_SECONDS: '20', ...more });

const uri = (version: string) => `s3://mlflow/0/run-${version}/artifacts/model`;
const deploy = (bucket: string, token: number, more: Readonly<Record<string, string>> = {}) =>
  runProgram('deploy-pointer', {
    ...minio.env,
    BUCKET: bucket,
    KEY: 'production/current.json',
    APPLICATION: 'flts',
    ENVIRONMENT: 'production',
    MODEL_VERSION: String(token),
    RUN_ID: `run-${token}`,
    DEPLOYED: uri(String(token)),
    TOKEN: String(token),
    DEADLINE_SECONDS: '20',
    ...more,
  });

describe('ensure-buckets and MinIO', () => {
  it('makes buckets once, and finds them the second time', async () => {
    const names = [fresh(), fresh()];
    expect((await ensure(names)).outputs).toMatchObject({ outcome: 'made', made: names.join(',') });
    const again = await ensure(names);
    expect(again.outputs).toMatchObject({ outcome: 'there', made: '' });
    expect(again.exit).toBe(0);
  });

  it('ends well in four runs at once, and each bucket is made by one of them', async () => {
    const names = [fresh(), fresh(), fresh()];
    const runs = await Promise.all(Array.from({ length: 4 }, () => ensure(names)));
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    const made = runs.flatMap(({ outputs }) => (outputs.made ?? '').split(',').filter((name) => name !== ''));
    expect(made.sort()).toEqual([...names].sort());
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['the wrong secret', { AWS_SECRET_ACCESS_KEY: 'not-the-password' }, 'SignatureDoesNotMatch, the secret key is not'],
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'nobody-at-all' }, 'InvalidAccessKeyId, it knows no such access key'],
    ['another region', { AWS_REGION: 'eu-central-1' }, 'another region than AWS_REGION says'],
  ])('says what is wrong with %s, without showing it', async (_, wrong, reason) => {
    const { exit, outputs, everything } = await ensure([fresh()], wrong);
    expect(outputs.reason).toContain(reason);
    expect(exit).toBe(1);
    const told: Readonly<Record<string, string>> = { ...minio.env, ...wrong };
    for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID']) expect(everything).not.toContain(told[name]);
  });

  it('trusts the certificate that it is given, and no other', async () => {
    const secure = await startMinio({ tls: true });
    try {
      const { NODE_EXTRA_CA_CERTS: _, ...stranger } = secure.env;
      const run = (env: Readonly<Record<string, string>>) =>
        runProgram('ensure-buckets', { ...env, BUCKETS: 'mlflow', DEADLINE_SECONDS: '5' });
      expect((await run(stranger)).exit).toBe(1);
      expect((await run(secure.env)).outputs).toMatchObject({ outcome: 'made', made: 'mlflow' });
    } finally {
      await secure.stop();
    }
  });
});

describe('deploy-pointer and MinIO', () => {
  it('writes, replaces and reads back what it wrote', async () => {
    const bucket = fresh();
    await ensure([bucket]);
    expect((await deploy(bucket, 11)).outputs.outcome).toBe('deployed');
    expect((await deploy(bucket, 12)).outputs.outcome).toBe('deployed');
    expect((await deploy(bucket, 12)).outputs.outcome).toBe('unchanged');
    const lost = await deploy(bucket, 11);
    expect(lost.outputs.outcome).toBe('lost');
    expect(lost.outputs.reason).toContain('its token is 12, ours 11');
    expect(lost.exit).toBe(1);
  });

  it('lets exactly one of two win that have one token, and the other says who was first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bucket = fresh();
      await ensure([bucket]);
      const versions = ['7', '8'];
      const runs = await Promise.all(
        versions.map((version) =>
          deploy(bucket, 12, { MODEL_VERSION: version, RUN_ID: `run-${version}`, DEPLOYED: uri(version) }),
        ),
      );
      expect(runs.map(({ outputs }) => outputs.outcome).sort()).toEqual(['deployed', 'lost']);
      const loser = runs.findIndex(({ outputs }) => outputs.outcome === 'lost');
      expect(runs[loser]?.outputs.reason).toContain(`for version ${versions[1 - loser]}, ours is version`);
      expect(runs[loser]?.exit).toBe(1);
    }
  });

  it('leaves the highest token, whoever of five comes last', async () => {
    const bucket = fresh();
    await ensure([bucket]);
    const tokens = [11, 12, 13, 14, 15];
    const runs = await Promise.all(tokens.map((token) => deploy(bucket, token)));
    expect(runs.at(-1)?.outputs.outcome).toBe('deployed');
    expect((await deploy(bucket, 15)).outputs.outcome).toBe('unchanged');
  });

  it.each([
    ['loses the request', lostRequest],
    ['loses the answer', lostAnswer],
    ['breaks off in the answer', halfAnswer],
    ['is too busy', status(503)],
  ])('ends the same when the network %s, at whichever request', async (_, fault) => {
    for (const on of [/GET .*current/, /PUT .*history/, /PUT .*current/]) {
      const bucket = fresh();
      await ensure([bucket]);
      await deploy(bucket, 11);
      const proxy = await faulty(minio);
      try {
        // The signature is of the name that the store is called by, and that is the proxy's.
        proxy.inject(fault, { on });
        const run = await deploy(bucket, 12, { AWS_ENDPOINT_URL_S3: proxy.url });
        expect(run.outputs.outcome).toBe('deployed');
      } finally {
        await proxy.stop();
      }
      expect((await deploy(bucket, 12)).outputs.outcome).toBe('unchanged');
    }
  });

  it('says which bucket is not there', async () => {
    const { exit, outputs } = await deploy(fresh(), 1);
    expect(outputs.reason).toContain('said NoSuchBucket, there is no such bucket');
    expect(exit).toBe(1);
  });
});
