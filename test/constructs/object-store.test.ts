import { describe, expect, it } from 'vitest';
import { configKey, ObjectStore, type ObjectStoreOptions, pipeline, secretKey } from '../../src/index';
import { emitted } from '../engines/argo/emitted';

const url = 'http://minio.mlops.svc.cluster.local:9000';
const credentials = {
  accessKeyId: secretKey('minio-credentials', 'access-key'),
  secretAccessKey: secretKey('minio-credentials', 'secret-key'),
};
const store = ObjectStore.at(url, { credentials });
const ofSecret = (name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: 'minio-credentials', key } },
});

describe('an object store', () => {
  it('tells trainers where it is and how to get in, and holds no secret', () => {
    expect(store.env).toEqual({
      AWS_ENDPOINT_URL_S3: url,
      MLFLOW_S3_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
  });

  it.each<[string, string, unknown, RegExp]>([
    [
      'credentials as text',
      url,
      { credentials: { ...credentials, secretAccessKey: 'minioadmin' } },
      /MLP3071: the secretAccessKey of ObjectStore.at is text/,
    ],
    [
      'half of them',
      url,
      { credentials: { accessKeyId: credentials.accessKeyId } },
      /MLP3071: the secretAccessKey of ObjectStore.at is missing/,
    ],
    [
      'credentials from a ConfigMap',
      url,
      { credentials: { ...credentials, accessKeyId: configKey('minio', 'user') } },
      /MLP3071: the accessKeyId .* is no Secret/,
    ],
    ['no credentials', url, {}, /MLP1001/],
    ['this machine', 'http://localhost:9000', { credentials }, /MLP1209/],
    ['credentials in the address', 'http://a:b@minio:9000', { credentials }, /MLP1209/],
    ['a path', `${url}/mlflow`, { credentials }, /MLP3071: the url of ObjectStore.at: must not contain a path/],
    ['a region of other letters', url, { credentials, region: 'EU (Frankfurt)' }, /MLP3071: the region/],
    ['another addressing', url, { credentials, addressing: 'dns' }, /MLP3071: the addressing .* is 'dns'/],
    ['an option that nobody reads', url, { credentials, buckets: [] }, /MLP1007/],
  ])('is refused with %s', (_, address, options, message) => {
    expect(() => ObjectStore.at(address, options as ObjectStoreOptions)).toThrow(message);
  });

  it('never quotes a secret that stands where a reference belongs', () => {
    const given = { credentials: { ...credentials, secretAccessKey: 'hunter2hunter2' } } as never;
    expect(() => ObjectStore.at(url, given)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describe('ensureBuckets', () => {
  const buckets = ['mlflow', 'model-promotion', 'inference-txt-logs'];
  const unitOf = (of: ObjectStore) =>
    pipeline('it', {}, (p) => {
      const { outputs } = p.step(of.ensureBuckets('init-buckets', { buckets }));
      return { made: outputs.made };
    });

  it('is a step that is told the buckets, and the credentials from their Secret', () => {
    const { container } = emitted(unitOf(store)).template('init-buckets');
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'AWS_ENDPOINT_URL_S3', value: url },
        { name: 'BUCKETS', value: 'mlflow,model-promotion,inference-txt-logs' },
        ofSecret('AWS_ACCESS_KEY_ID', 'access-key'),
        ofSecret('AWS_SECRET_ACCESS_KEY', 'secret-key'),
      ]),
    );
  });

  it('trusts the authority of the store, and asks it as it wants to be asked', () => {
    const options = { credentials, addressing: 'virtual-host', certificates: configKey('ca', 'ca.crt') } as const;
    const { container } = emitted(unitOf(ObjectStore.at('https://s3.acme.example', options))).template('init-buckets');
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'S3_ADDRESSING', value: 'virtual-host' },
        { name: 'NODE_EXTRA_CA_CERTS', value: '/certificates/ca.crt' },
      ]),
    );
  });

  it.each<[unknown, RegExp]>([
    [['Models'], /MLP3072: a bucket of ensureBuckets 'init': expected a bucket/],
    [['192.168.5.4'], /MLP3072: .*reads it as an address/],
    [['mlflow', 'mlflow'], /MLP3072: .* makes 'mlflow' twice/],
    [[], /MLP3072/],
    [undefined, /MLP3072/],
    [[7], /MLP3072: a bucket of ensureBuckets 'init' is 7/],
  ])('refuses %j', (given, message) => {
    expect(() => store.ensureBuckets('init', { buckets: given as string[] })).toThrow(message);
  });
});
