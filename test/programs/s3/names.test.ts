import { describe, expect, it } from 'vitest';
import { bucketName, bucketNames, objectKey } from '../../../src/programs/s3/names';

describe('a bucket', () => {
  it.each(['mlflow', 'model-promotion', 'inference-txt-logs', 'a.b.c', '1st', 'a'.repeat(63)])(
    'may be called %s',
    (name) => expect(bucketName(name)).toBe(name),
  );

  it.each([
    ['ab', 'too short'],
    ['a'.repeat(64), 'too long'],
    ['Models', 'a capital'],
    ['model_promotion', 'an underscore'],
    ['-models', 'a - first'],
    ['models-', 'a - last'],
    ['a..b', 'two dots'],
    ['a.-b', 'a dot before a -'],
    ['192.168.5.4', 'an address'],
    ['xn--models', 'a reserved beginning'],
    ['models-s3alias', 'a reserved end'],
    ['models/production', 'a slash'],
    ['models\nhost: evil', 'a line of its own'],
  ])('is not called %j: %s', (name) => expect(() => bucketName(name)).toThrow(/expected a bucket/));

  it('is made once', () => {
    expect(bucketNames('mlflow,model-promotion')).toEqual(['mlflow', 'model-promotion']);
    expect(() => bucketNames('mlflow,mlflow')).toThrow('has "mlflow" twice');
  });
});

describe('a key', () => {
  it.each(['current.json', 'production/current.json', 'a/b=1/c@2+x.json'])('may be %s', (key) =>
    expect(objectKey(key)).toBe(key),
  );

  it.each(['', '/current.json', 'a//b', 'a/', '../current.json', 'a/../b', './a', 'a b', 'a?b', 'a%2fb', 'ä'])(
    'is not %j',
    (key) => expect(() => objectKey(key)).toThrow(/expected the key/),
  );
});
