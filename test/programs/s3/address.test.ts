import { expect, it } from 'vitest';
import { addressIn, checkAddressing } from '../../../src/programs/s3/address';
import type { Addressing } from '../../../src/programs/s3/object-store';

const storeAt = (url: string, addressing: Addressing) => ({
  endpoint: new URL(url),
  addressing,
  region: 'us-east-1',
  key: { accessKeyId: '', secretAccessKey: '', sessionToken: undefined },
});

it.each<[string, Addressing, string, string]>([
  ['http://minio:9000', 'path', '', 'http://minio:9000/models'],
  ['http://minio:9000', 'path', 'a/b=1.json', 'http://minio:9000/models/a/b%3D1.json'],
  ['https://s3.eu-central-1.amazonaws.com', 'virtual-host', '', 'https://models.s3.eu-central-1.amazonaws.com/'],
  ['https://s3.acme.example:8443', 'virtual-host', 'a/b.json', 'https://models.s3.acme.example:8443/a/b.json'],
])('finds a bucket of %s by %s, and in it "%s"', (url, addressing, key, address) => {
  expect(addressIn(storeAt(url, addressing), 'models', key).href).toBe(address);
});

it.each(['http://10.0.0.5:9000', 'http://[::1]:9000'])('puts no bucket before the address %s', (url) => {
  expect(() => checkAddressing(storeAt(url, 'virtual-host'))).toThrow(/S3_ADDRESSING: no bucket can stand before/);
  expect(() => checkAddressing(storeAt(url, 'path'))).not.toThrow();
});
