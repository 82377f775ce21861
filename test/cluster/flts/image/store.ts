import { encoded, signed } from '../../../../src/programs/s3/signature';

/** An object store, as a program of a trainer's image asks it. */
export interface Store {
  read(bucket: string, key: string): Promise<Buffer | undefined>;
  /** Makes a bucket. */
  make(bucket: string): Promise<void>;
  write(bucket: string, key: string, body: Buffer | string): Promise<void>;
}

export function storeOf(env: Readonly<Record<string, string | undefined>>): Store {
  const endpoint = required(env, 'AWS_ENDPOINT_URL_S3');
  const key = {
    accessKeyId: required(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(env, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: undefined,
  };
  const ask = (method: string, bucket: string, object: string, body?: Buffer) => {
    const url = new URL(`${endpoint}/${bucket}/${object.split('/').map(encoded).join('/')}`);
    const headers = signed({ method, url, headers: {}, body }, key, required(env, 'AWS_REGION'), new Date());
    return fetch(url, { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
  };
  return {
    async read(bucket, object) {
      const answer = await ask('GET', bucket, object);
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw new Error(`${bucket}/${object}: ${answer.status} ${await answer.text()}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async make(bucket) {
      const answer = await ask('PUT', bucket, '');
      if (!answer.ok && answer.status !== 409) throw new Error(`${bucket}: ${answer.status} ${await answer.text()}`);
    },
    async write(bucket, object, body) {
      const answer = await ask('PUT', bucket, object, Buffer.from(body));
      if (!answer.ok) throw new Error(`${bucket}/${object}: ${answer.status} ${await answer.text()}`);
    },
  };
}

/** A variable that whoever starts the image must set: none of them has a default here. */
export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
