import { expect, it } from 'vitest';
import { type SignedRequest, signed } from '../../../src/programs/s3/signature';

const key = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: undefined,
};
const at = new Date('2013-05-24T00:00:00Z');
const host = 'https://examplebucket.s3.amazonaws.com';

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const published: readonly {
  readonly name: string;
  readonly request: Pick<SignedRequest, 'method' | 'headers'> & {
    readonly url: string;
    readonly body: string | undefined;
  };
  readonly names: string;
  readonly signature: string;
}[] = [
  {
    name: 'part of an object',
    request: { method: 'GET', url: `${host}/test.txt`, headers: { range: 'bytes=0-9' }, body: undefined },
    names: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'an object to write, with an odd key',
    request: {
      method: 'PUT',
      url: `${host}/test$file.text`,
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: 'Welcome to Amazon S3.',
    },
    names: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'a query without a value',
    request: { method: 'GET', url: `${host}/?lifecycle`, headers: {}, body: undefined },
    names: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'a query of two',
    request: { method: 'GET', url: `${host}/?prefix=J&max-keys=2`, headers: {}, body: undefined },
    names: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
];

it.each(published)('signs $name as Amazon has published it', ({ request: { body, url, ...request }, ...expected }) => {
  const given = { ...request, url: new URL(url), body: body === undefined ? undefined : Buffer.from(body) };
  const { authorization } = signed(given, key, 'us-east-1', at);
  expect(authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ` +
      `SignedHeaders=${expected.names}, Signature=${expected.signature}`,
  );
});

it('signs the token of credentials that expire', () => {
  const request = { method: 'GET', url: new URL(`${host}/`), headers: {}, body: undefined };
  const headers = signed(request, { ...key, sessionToken: 'of-an-hour' }, 'us-east-1', at);
  expect(headers).toMatchObject({ 'x-amz-security-token': 'of-an-hour' });
  expect(headers.authorization).toContain('x-amz-security-token');
});

it('leaves the secret in no header', () => {
  const request = { method: 'GET', url: new URL(`${host}/`), headers: {}, body: undefined };
  expect(JSON.stringify(signed(request, key, 'us-east-1', at))).not.toContain(key.secretAccessKey);
});
