import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuantity, contentName, type VolumeSpec } from '../../../src/core/container/volume';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';

const specOf = (volume: Untyped): VolumeSpec => (volume as unknown as { readonly volume: VolumeSpec }).volume;
const { Volume } = js;

describe('a volume', () => {
  it.each<readonly [string, Untyped, object]>([
    ['an empty folder', Volume.scratch(), { kind: 'scratch', sizeLimit: undefined, memory: false }],
    [
      'a limited one in memory',
      Volume.scratch({ sizeLimit: '1Gi', memory: true }),
      { kind: 'scratch', sizeLimit: '1Gi', memory: true },
    ],
    [
      'one for each run',
      Volume.shared('data', { size: '10Gi' }),
      { kind: 'shared', name: 'data', size: '10Gi', accessMode: 'ReadWriteOnce', storageClass: undefined },
    ],
    [
      'one for many nodes',
      Volume.shared('data', { size: '0.5Ti', accessMode: 'ReadWriteMany', storageClass: 'nfs.fast' }),
      { kind: 'shared', name: 'data', size: '0.5Ti', accessMode: 'ReadWriteMany', storageClass: 'nfs.fast' },
    ],
    ['a claim', Volume.claim('models.v1'), { kind: 'claim', name: 'models.v1', readOnly: false }],
    ['a claim to read', Volume.claim('models', { readOnly: true }), { kind: 'claim', name: 'models', readOnly: true }],
    ['a Secret', Volume.secret('tls'), { kind: 'secret', name: 'tls' }],
    ['a ConfigMap', Volume.configMap('9settings'), { kind: 'configMap', name: '9settings' }],
    ['files', Volume.files('code', { 'a.py': 'x', '.b_c-d': new Uint8Array([1]) }), { kind: 'files', name: 'code' }],
    ['an empty file', Volume.files('code', { a: '' }), { kind: 'files', files: { a: '' } }],
  ])('can be %s', (_, volume, spec) => {
    expect(specOf(volume)).toMatchObject(spec);
    expect(Object.isFrozen(specOf(volume))).toBe(true);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['a scratch folder of a number', () => Volume.scratch({ sizeLimit: 5 }), 'MLP1204', 'sizeLimit is 5'],
    ['a misspelt size limit', () => Volume.scratch({ sizelimit: '5' }), 'MLP1007', "did you mean 'sizeLimit'?"],
    ['a shared one without options', () => Volume.shared('data'), 'MLP1001', "shared volume 'data' is given undefined"],
    [
      'a shared one without a size',
      () => Volume.shared('data', {}),
      'MLP1204',
      "the size of volume 'data' is undefined",
    ],
    [
      'a shared one with a bad name',
      () => Volume.shared('Data', { size: '1Gi' }),
      'MLP1005',
      "a shared volume can't be called 'Data'",
    ],
    [
      'an access mode in short',
      () => Volume.shared('data', { size: '1Gi', accessMode: 'RWX' }),
      'MLP1206',
      "the access mode of volume 'data' is 'RWX'",
    ],
    [
      'a storage class in capitals',
      () => Volume.shared('data', { size: '1Gi', storageClass: 'NFS' }),
      'MLP1005',
      "no StorageClass can be called 'NFS'",
    ],
    ['a claim without a name', () => Volume.claim(), 'MLP1005', 'no claim can be called undefined'],
    ['a misspelt claim', () => Volume.claim('models', { readonly: true }), 'MLP1007', "did you mean 'readOnly'?"],
    ['a Secret with a slash', () => Volume.secret('a/b'), 'MLP1005', "no Secret can be called 'a/b'"],
    [
      'a ConfigMap with too long a name',
      () => Volume.configMap('x'.repeat(254)),
      'MLP1005',
      "no ConfigMap can be called 'xxx",
    ],
    ['no files', () => Volume.files('code', {}), 'MLP1206', "the files 'code' are none"],
    ['files that are missing', () => Volume.files('code'), 'MLP1001', "the files 'code' is given undefined"],
    [
      'a file in a folder',
      () => Volume.files('code', { 'a/b.py': '' }),
      'MLP1206',
      "can't hold a file called 'a/b.py'",
    ],
    [
      'a file that climbs',
      () => Volume.files('code', { '..data': '' }),
      'MLP1206',
      "can't hold a file called '..data'",
    ],
    ['a file that is the folder', () => Volume.files('code', { '.': '' }), 'MLP1206', "can't hold a file called '.'"],
    [
      'a file with a letter outside ASCII',
      () => Volume.files('code', { 'größe.py': '' }),
      'MLP1206',
      "called 'größe.py'",
    ],
    ['a file that is a number', () => Volume.files('code', { a: 5 }), 'MLP1206', "the content of file 'a' is 5"],
    [
      'a file that is missing',
      () => Volume.files('code', { a: undefined }),
      'MLP1206',
      "the content of file 'a' is undefined",
    ],
    [
      'too many bytes',
      () => Volume.files('code', { a: 'x'.repeat(450_000), b: new Uint8Array(450_001) }),
      'MLP1206',
      "the files 'code' have 900001 bytes",
    ],
    [
      'too many bytes in few letters',
      () => Volume.files('code', { a: 'ü'.repeat(450_001) }),
      'MLP1206',
      'have 900002 bytes',
    ],
  ])('can not be %s', (_, make, code, message) => {
    const problem = problemOf(make);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('holds the files it was given, even if the object is changed later', () => {
    const files: Record<string, string> = { a: '1' };
    const volume = Volume.files('code', files);
    files.a = '2';
    expect(specOf(volume)).toMatchObject({ files: { a: '1' } });
  });
});

describe('the name of a set of files', () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ maxLength: 5 }), {
    minKeys: 1,
    maxKeys: 3,
  });

  it('is the same for the same content in any order, as text or bytes of ASCII', () => {
    fc.assert(
      fc.property(files, (content) => {
        const turned = Object.fromEntries(Object.entries(content).reverse());
        expect(contentName('code', turned)).toBe(contentName('code', content));
      }),
    );
    expect(contentName('code', { a: Buffer.from('x') })).toBe(contentName('code', { a: 'x' }));
  });

  it('differs for other content and other file names', () => {
    fc.assert(
      fc.property(files, files, (a, b) => {
        const same = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
        expect(contentName('code', a) === contentName('code', b)).toBe(same);
      }),
    );
  });

  it('is a name that Kubernetes takes, however long the first part is', () => {
    expect(contentName('x'.repeat(63), { a: 'b' })).toMatch(/^x{52}-[0-9a-f]{10}$/);
  });
});

describe('a quantity', () => {
  it.each(['0', '1', '500m', '1.5', '0.125', '10Gi', '2k', '3Ei', '900M'])('can be %s', (value) => {
    expect(checkQuantity(value, 'x')).toBe(value);
  });

  it.each([
    '',
    '-1',
    '+1',
    '01',
    '1.',
    '.5',
    '1.2345',
    '1e3',
    '1 Gi',
    '1GB',
    '1gi',
    '1K',
    '1mi',
    '1_000',
    '0x10',
    '１',
    '{{x}}',
    'Infinity',
    1,
    null,
  ])('can not be %j', (value) => {
    expect(problemOf(() => checkQuantity(value as string, 'the size', 'release'))).toMatchObject({
      code: 'MLP1204',
      at: 'release',
      actual: value,
      expected: "a Kubernetes quantity as text: '500m', '2', '512Mi', '10Gi'",
    });
  });
});
