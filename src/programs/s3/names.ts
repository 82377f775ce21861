import type { Parse } from '../environment';
import { InputError } from '../input-error';
import { matching, quoted } from '../parse';

const expected = 'a bucket of 3 to 63 lower-case letters, digits, - and ., such as model-promotion';
const shape = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, expected);
/** Taken by Amazon for buckets of its own kinds. */
const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/**
 * The name of a bucket, by the rules of S3 for all of its regions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @internal
 */
export const bucketName: Parse<string> = (text) => {
  const name = shape(text);
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isAddress && !/\.\.|\.-|-\./.test(name) && !reserved.test(name)) return name;
  throw new InputError(`expected ${expected}; S3 keeps ${quoted(name)} for itself, or reads it as an address`);
};

/** Several, each once, with commas between them. @internal */
export const bucketNames: Parse<readonly string[]> = (text) => {
  const names = text.split(',').map(bucketName);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`has ${quoted(twice)} twice`);
  return names;
};

/** A key whose parts mean the same in a bucket, a path and an address. @internal */
export const objectKey: Parse<string> = matching(
  /^(?=.{1,512}$)(?!\.{1,2}(\/|$))[A-Za-z0-9._=+@-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._=+@-]+)*$/,
  'the key of an object of letters, digits and ._=+@-, such as production/current.json',
);
