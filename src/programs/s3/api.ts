import { type Calling, call } from '../http-call';
import type { Answer } from '../http-exchange';
import { Trouble, Unavailable } from '../trouble';
import { addressIn } from './address';
import { errorCode, hints } from './error-code';
import type { ObjectStore } from './object-store';
import { signed } from './signature';

/** An object, and the tag by which this version of it is told from others. @internal */
export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
}

/** What has to be so for an object to be written: it is the version that was read, or there is none. @internal */
export type Condition = { readonly ifMatch: string } | { readonly ifAbsent: true };

/** @internal */
export interface S3Api {
  /** `elsewhere`: there is one of this name, and it is not for these credentials. */
  headBucket(bucket: string): Promise<'there' | 'absent' | 'elsewhere'>;
  /** `taken`: somebody else has one of this name; `again`: somebody is making or removing it right now. */
  createBucket(bucket: string): Promise<'made' | 'there' | 'taken' | 'again'>;
  /** @throws Trouble for an object that is larger than `maxBytes` */
  getObject(bucket: string, key: string, maxBytes: number): Promise<StoredObject | undefined>;
  /** Writes an object as a whole, and only on its condition: so it may be sent twice. */
  putObject(bucket: string, key: string, body: Buffer, condition: Condition): Promise<'written' | 'conflict'>;
}

interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly bucket: string;
  readonly key?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly maxBytes?: number;
}

/** The part of the S3 API that conditional writes take. @see https://docs.aws.amazon.com/AmazonS3/latest/API @internal */
export function s3Api(store: ObjectStore, calling: Calling): S3Api {
  const { endpoint, region } = store;
  const ask = ({ method, bucket, key, query, headers = {}, body, maxBytes }: S3Request): Promise<Answer> => {
    const url = addressIn(store, bucket, key, query);
    const all = signed({ method, url, headers, body }, store.key, region, new Date());
    const size = maxBytes === undefined ? {} : { maxBytes };
    return call({ url, method, headers: all, body, repeatable: true, timeout: 30_000, ...size }, calling);
  };
  const unforeseen = (answer: Answer, doing: string): Trouble => {
    const code = errorCode(answer.body);
    const hint = hints[code ?? ''] ?? (answer.status === 301 ? hints.PermanentRedirect : undefined);
    const said = [code ?? `status ${answer.status}`, ...(hint === undefined ? [] : [hint])].join(', ');
    const why = `the object store ${endpoint.host}, asked to ${doing}, said ${said}`;
    return answer.status >= 500 && answer.status !== 501 ? new Unavailable(why) : new Trouble(why);
  };
  return {
    async headBucket(bucket) {
      const answer = await ask({ method: 'HEAD', bucket });
      if (answer.status === 200) return 'there';
      if (answer.status === 404) return 'absent';
      // The answer to HEAD has no body that would say why.
      const why = await ask({ method: 'GET', bucket, query: '?list-type=2&max-keys=1' });
      if (why.status === 200) return 'there';
      if (errorCode(why.body) === 'AccessDenied') return 'elsewhere';
      throw unforeseen(why, `look at bucket ${bucket}`);
    },
    async createBucket(bucket) {
      const place = region === 'us-east-1' ? {} : { body: Buffer.from(locationText(region)) };
      const answer = await ask({ method: 'PUT', bucket, ...place });
      if (answer.status === 200) return 'made';
      const code = errorCode(answer.body);
      if (code === 'BucketAlreadyOwnedByYou') return 'there';
      if (code === 'BucketAlreadyExists') return 'taken';
      if (answer.status === 409) return 'again';
      throw unforeseen(answer, `make bucket ${bucket}`);
    },
    async getObject(bucket, key, maxBytes) {
      const answer = await ask({ method: 'GET', bucket, key, maxBytes });
      const doing = `read ${bucket}/${key}`;
      if (answer.status === 404 && errorCode(answer.body) === 'NoSuchKey') return undefined;
      if (answer.status !== 200) throw unforeseen(answer, doing);
      const { etag } = answer.headers;
      if (etag === undefined) throw new Trouble(`the object store ${endpoint.host}, asked to ${doing}, gave no ETag`);
      return { body: answer.body, etag };
    },
    async putObject(bucket, key, body, condition) {
      const [only, value] = 'ifMatch' in condition ? ['if-match', condition.ifMatch] : ['if-none-match', '*'];
      const headers = { 'content-type': 'application/json', [only]: value };
      const answer = await ask({ method: 'PUT', bucket, key, headers, body });
      if (answer.status === 200) return 'written';
      const code = errorCode(answer.body);
      // 409 where two are written at the same time; no such key where the version that was read is gone.
      if (answer.status === 412 || code === 'ConditionalRequestConflict' || code === 'NoSuchKey') return 'conflict';
      throw unforeseen(answer, `write ${bucket}/${key}`);
    },
  };
}

function locationText(region: string): string {
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<CreateBucketConfiguration xmlns="${namespace}"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}
