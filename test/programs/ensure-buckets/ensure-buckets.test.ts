import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../run-program';
import { type FakeStore, fakeStore, storeEnv } from '../s3/fake-store';

let store: FakeStore;
beforeEach(async () => {
  store = await fakeStore('mlflow');
});
afterEach(() => store.stop());

const run = (buckets: string, more: Readonly<Record<string, string>> = {}) =>
  runProgram('ensure-buckets', { ...storeEnv(store), BUCKETS: buckets, DEADLINE_SECONDS: '5', ...more });

describe('ensure-buckets', () => {
  it('makes what is not there and says which', async () => {
    const { exit, outputs } = await run('mlflow,model-promotion,inference-txt-logs');
    expect(outputs).toMatchObject({
      outcome: 'made',
      made: 'model-promotion,inference-txt-logs',
      reason: 'made model-promotion, inference-txt-logs; mlflow was there',
    });
    expect(exit).toBe(0);
    expect([...store.buckets]).toEqual(['mlflow', 'model-promotion', 'inference-txt-logs']);
  });

  it('changes nothing the second time', async () => {
    await run('mlflow,model-promotion');
    const { exit, outputs } = await run('mlflow,model-promotion');
    expect(outputs).toMatchObject({ outcome: 'there', made: '', reason: 'mlflow, model-promotion were there' });
    expect(exit).toBe(0);
  });

  it('ends well in two runs at once', async () => {
    // Both have seen that it is absent before either makes it.
    let looks = 0;
    store.before = ({ method }) => (method === 'HEAD' && ++looks <= 2 ? { status: 404 } : undefined);
    const both = await Promise.all([run('fresh'), run('fresh')]);
    expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(both.map(({ outputs }) => outputs.outcome).sort()).toEqual(['made', 'there']);
  });

  it('looks again while somebody else is making or removing one', async () => {
    let asked = 0;
    store.before = ({ method }) =>
      method === 'PUT' && ++asked <= 2 ? { status: 409, code: 'OperationAborted' } : undefined;
    expect((await run('fresh')).outputs.outcome).toBe('made');
  });

  it('ends red for a bucket of somebody else, and has made the others', async () => {
    store.foreign.add('taken');
    const { exit, outputs } = await run('taken,fresh');
    expect(outputs).toMatchObject({ outcome: 'refused', made: 'fresh' });
    expect(outputs.reason).toMatch(/^bucket taken belongs to somebody else, .*; made fresh$/);
    expect(exit).toBe(1);
  });

  it('ends red where somebody else was faster', async () => {
    store.before = ({ method }) => (method === 'PUT' ? { status: 409, code: 'BucketAlreadyExists' } : undefined);
    const { exit, outputs } = await run('fresh');
    expect(outputs.reason).toContain('bucket fresh belongs to somebody else');
    expect(exit).toBe(1);
  });

  it.each([
    ['InvalidAccessKeyId', 'it knows no such access key'],
    ['SignatureDoesNotMatch', 'the secret key is not the one of the access key'],
    ['RequestTimeTooSkewed', 'its clock and that of this node are more than 15 minutes apart'],
    ['ExpiredToken', 'the session token has expired'],
  ])('says what helps against %s', async (code, hint) => {
    store.before = () => ({ status: 403, code });
    const { exit, outputs } = await run('fresh');
    expect(outputs.reason).toContain(`said ${code}, ${hint}`);
    expect(exit).toBe(1);
  });

  it('names the region of a bucket that is elsewhere', async () => {
    store.before = () => ({ status: 301, code: 'PermanentRedirect' });
    expect((await run('fresh')).outputs.reason).toContain('of another region than AWS_REGION says');
  });

  it('tries again when the store is away for a moment', async () => {
    let asked = 0;
    store.before = () => (++asked <= 2 ? { status: 503, code: 'SlowDown' } : undefined);
    expect((await run('fresh')).outputs.outcome).toBe('made');
  });

  it('never shows its credentials, wherever the store echoes them', async () => {
    store.before = () => ({ status: 400, code: 'the-secret-key-of-it' });
    const { everything } = await run('fresh');
    expect(everything).not.toContain('the-secret-key-of-it');
    expect(everything).not.toContain('the-access-key');
  });

  it('says all that is wrong with its variables at once, and asks nobody', async () => {
    const { exit, outputs } = await run('Models', { AWS_ENDPOINT_URL_S3: `${store.url}/models`, AWS_REGION: 'US' });
    for (const name of ['BUCKETS', 'AWS_ENDPOINT_URL_S3', 'AWS_REGION']) expect(outputs.reason).toContain(name);
    expect(exit).toBe(1);
    expect(store.requests).toEqual([]);
  });
});
