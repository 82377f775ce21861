import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { deployedValue } from '../../../src/programs/deploy/deployed-value';
import { deployedIn, withDeployed } from '../../../src/programs/environment-file/edit';
import {
  type EnvironmentFileFormat,
  formatProblem,
  parseFormat,
  textFor,
} from '../../../src/programs/environment-file/format';
import { newFile } from '../../../src/programs/environment-file/new-file';

const digest = (digits: string): string => `sha256:${digits.padEnd(64, '0')}`;
const image = 'ghcr.io/acme/fraud';
const kustomize: EnvironmentFileFormat = { kustomize: image };
const helm: EnvironmentFileFormat = { helmValues: 'image.digest', value: 'digest' };
const patch: EnvironmentFileFormat = { inferenceService: 'fraud' };

const edited = (text: string, format: EnvironmentFileFormat, deployed: string, token = 7): string =>
  withDeployed(Buffer.from(text), format, { deployed, token }).toString();

const read = (text: string, format: EnvironmentFileFormat) => deployedIn(Buffer.from(text), format);

describe('a file that does not exist yet', () => {
  it.each([
    ['kustomize', kustomize, `${image}@${digest('1')}`, { imageTag: { name: image, digest: digest('1') } }],
    [
      'kustomize under another name',
      { kustomize: 'app' },
      `${image}@${digest('1')}`,
      { imageTag: { name: 'app', newName: image, digest: digest('1') } },
    ],
    ['Helm', { helmValues: 'image.ref' }, `${image}@${digest('1')}`, { image: { ref: `${image}@${digest('1')}` } }],
    ['Helm, one key', { helmValues: 'digest' }, digest('1'), { digest: digest('1') }],
    [
      'an InferenceService',
      patch,
      's3://models/fraud/7',
      { spec: { predictor: { model: { storageUri: 's3://models/fraud/7' } } } },
    ],
  ] as const)('is made for %s, and read back', (_, format, deployed, content) => {
    const text = newFile(format, { deployed, token: 3 });
    expect(parse(text, { strict: true })).toMatchObject(content);
    expect(read(text, format)).toEqual({ deployed, token: 3 });
    expect(edited(text, format, deployed, 3)).toBe(text);
  });
});

describe('a file that says which share of the traffic a version gets', () => {
  const sharing: EnvironmentFileFormat = { inferenceService: 'fraud', canaryTrafficPercent: 10 };
  const uri = 's3://models/fraud/7';
  const file = (share: string): string =>
    [
      'kind: InferenceService',
      'metadata:',
      '  name: fraud',
      'spec:',
      '  predictor:',
      `    canaryTrafficPercent:${share}  # of the requests`,
      '    model:',
      `      storageUri: "${uri}"`,
      '',
    ].join('\n');
  const written = (text: string, shared: boolean | undefined): string =>
    withDeployed(Buffer.from(text), sharing, { deployed: uri, token: 7, shared }).toString();

  it.each([
    [' 10', true],
    [' null', false],
    [' ~', false],
    ['', false],
  ])('is read with %j', (share, shared) => {
    expect(read(file(share), sharing)).toEqual({ deployed: uri, token: 0, shared });
  });

  it('gets the share, loses it, and keeps what it has', () => {
    const without = written(file(' null'), undefined);
    const shared = written(without, true);
    expect(without).toContain('canaryTrafficPercent: null  # of the requests');
    expect(shared).toContain('canaryTrafficPercent: 10  # of the requests');
    expect(written(shared, undefined)).toBe(shared);
    expect(written(shared, false)).toBe(without);
    expect(written(file(''), true)).toContain('canaryTrafficPercent: 10  # of the requests');
  });

  it.each([true, false])('is made, with a share: %s', (shared) => {
    const text = newFile(sharing, { deployed: uri, token: 3, shared });
    expect(read(text, sharing)).toEqual({ deployed: uri, token: 3, shared });
    const { spec } = parse(text) as { spec: unknown };
    expect(spec).toEqual({ predictor: { canaryTrafficPercent: shared ? 10 : null, model: { storageUri: uri } } });
  });

  it('must have a place for it', () => {
    const text = file(' null').replace(/ *canary.*\n/, '');
    expect(() => read(text, sharing)).toThrow(
      /has no value at spec.predictor.canaryTrafficPercent: add it once by hand/,
    );
    expect(read(text, patch)).toEqual({ deployed: uri, token: 0 });
  });
});

describe('a file written by hand', () => {
  it('keeps its byte order mark, CRLF, comments and trailing spaces', () => {
    const text = [
      '\ufeff# values of staging  ',
      'replicas: 2   # two',
      'image:  # the application',
      '  repository: ghcr.io/acme/fraud',
      `  digest: '${digest('1')}'   # by the pipeline`,
      'env:',
      '- {name: A, value: "b # c"}',
      'notes: |',
      '  digest: none',
      '# end',
    ].join('\r\n');
    const after = edited(text, helm, digest('2'));
    expect(after).toBe(
      `\ufeff# fence token of cdk8s-mlops: 7\r\n${text.slice(1).replace(`'${digest('1')}'`, `"${digest('2')}"`)}`,
    );
    expect(edited(after, helm, digest('3'), 8)).toBe(after.replace(digest('2'), digest('3')).replace(': 7\r', ': 8\r'));
  });

  it.each([
    ['a value without quotes', `image:\n  digest: ${digest('1')}\n`, `image:\n  digest: "${digest('2')}"\n`],
    ['no value', 'image:\n  digest:\n', `image:\n  digest: "${digest('2')}"\n`],
    ['no value but a comment', 'image:\n  digest: # none yet\n', `image:\n  digest: "${digest('2')}" # none yet\n`],
    ['an empty value', 'image:\n  digest: "" # none\n', `image:\n  digest: "${digest('2')}" # none\n`],
    ['no newline at its end', 'image:\n  digest: a', `image:\n  digest: "${digest('2')}"`],
    [
      'a longer path of the same end',
      'a:\n  image:\n    digest: a\nimage:\n  digest: b\n',
      `a:\n  image:\n    digest: a\nimage:\n  digest: "${digest('2')}"\n`,
    ],
  ])('with %s is changed in its value and token only', (_, before, after) => {
    expect(edited(before, helm, digest('2'))).toBe(`# fence token of cdk8s-mlops: 7\n${after}`);
  });

  it.each([
    ['a Component', `kind: Component\nimages:\n- name: other\n  digest: x\n- name: ${image}\n  digest: a\n`],
    [
      'a Kustomization',
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages:\n  - digest: a\n    name: "${image}"\n`,
    ],
    ['images alone', `images:\n- name: ${image}\n  newName: ${image}\n  digest: a\n`],
  ])('may be %s', (_, before) => {
    expect(read(before, kustomize)).toEqual({ deployed: `${image}@a`, token: 0 });
    const after = edited(before, kustomize, `${image}@${digest('2')}`);
    expect(after).toBe(`# fence token of cdk8s-mlops: 7\n${before.replace('digest: a', `digest: "${digest('2')}"`)}`);
  });
});

describe('a file is refused, with a reason,', () => {
  it.each([
    ['without content', '# nothing\n', helm, 'has no content'],
    ['without the value', 'image:\n  tag: a\n', helm, 'has no value at image.digest'],
    ['with a block where the value is due', 'image:\n  digest:\n    a: b\n', helm, 'has no value at image.digest'],
    ['with a text where the value is due', 'image:\n  digest: |\n    a\n', helm, 'has no value at image.digest'],
    ['of another kind', 'kind: Deployment\n', patch, 'is no patch for an InferenceService'],
    [
      'of another InferenceService',
      'kind: InferenceService\nmetadata:\n  name: other\n',
      patch,
      'is about something else than fraud',
    ],
    [
      'of another image',
      'kind: ImageTagTransformer\nimageTag:\n  name: other\n  digest: a\n',
      kustomize,
      `is about something else than ${image}`,
    ],
    ['without the image', 'images:\n- name: other\n', kustomize, `has no entry for ${image}`],
    [
      'with the image twice',
      `images:\n- name: ${image}\n- name: ${image}\n`,
      kustomize,
      `more than one entry for ${image}`,
    ],
    [
      'with a tag beside the digest',
      `images:\n- name: ${image}\n  newTag: a\n  digest: b\n`,
      kustomize,
      `has a newTag for ${image}`,
    ],
    ['with images of another kind', 'kind: Secret\n', kustomize, 'is neither an ImageTagTransformer nor'],
    [
      'with two tokens',
      '# fence token of cdk8s-mlops: 1\n# fence token of cdk8s-mlops: 2\nimage:\n  digest: a\n',
      helm,
      'line 2 is not the one line',
    ],
    [
      'with a damaged token',
      '# fence token of cdk8s-mlops: 1x\nimage:\n  digest: a\n',
      helm,
      'line 1 is not the one line',
    ],
    [
      'with a negative token',
      '# fence token of cdk8s-mlops: -1\nimage:\n  digest: a\n',
      helm,
      'line 1 is not the one line',
    ],
    [
      'with a token behind a value',
      'image:\n  digest: a # fence token of cdk8s-mlops: 1\n',
      helm,
      'line 2 is not the one line',
    ],
    ['with two documents', 'image:\n  digest: a\n---\nb: c\n', helm, "line 3 can't be edited safely"],
  ] as const)('%s', (_, text, format, reason) => {
    expect(() => read(text, format)).toThrow(reason);
    expect(() => edited(text, format, `${image}@${digest('2')}`)).toThrow(reason);
  });

  it('in another encoding', () => {
    expect(() => deployedIn(Buffer.from('image:\n  digest: a\n', 'utf16le'), helm)).toThrow(/line 1/);
    expect(() => deployedIn(Buffer.from([0x61, 0x3a, 0x20, 0xff]), helm)).toThrow('is not UTF-8');
  });

  it('when it is huge', () => {
    expect(() => deployedIn(Buffer.alloc(300 * 1024, '#\n'), helm)).toThrow('larger than');
  });

  it('about another image than the one to deploy', () => {
    const text = `images:\n- name: ${image}\n  newName: registry.example/fraud\n  digest: a\n`;
    expect(() => edited(text, kustomize, `${image}@${digest('2')}`)).toThrow('is about another image');
  });
});

it('changes nothing but the value and the token, whatever else is in a file', () => {
  const text = fc.constantFrom(
    'a',
    '1',
    'x y',
    '"q # r"',
    "'s'",
    '[t, u]',
    '{v: w}',
    '',
    's3://a/b',
    '|\n      text: 1\n\n      more',
    '>-\n      folded',
  );
  const comment = fc.constantFrom('', '', ' # c', '   # digest: d', '  ');
  const end = fc.constantFrom('\n', '\r\n');
  const line = fc.tuple(fc.constantFrom('b', 'c', 'd', 'e'), text, comment);
  const other = fc.uniqueArray(line, { selector: ([key]) => key, maxLength: 4 });
  const old = fc.constantFrom('old', '"old"', "'old'", '', '""');
  const token = fc.option(fc.nat(1000));
  fc.assert(
    fc.property(other, other, old, comment, end, token, (before, inside, value, remark, eol, fence) => {
      const block = (lines: typeof before, indent: string): string[] =>
        lines.map(([key, content, note]) => `${indent}${key}: ${content}${content.includes('\n') ? '' : note}`);
      const source = [
        ...(fence === null ? [] : [`# fence token of cdk8s-mlops: ${fence}`]),
        ...block(before, ''),
        'image:',
        ...block(inside, '  '),
        `  digest: ${value}${remark}`,
        '',
      ]
        .join('\n')
        .replaceAll('\n', eol);
      const after = edited(source, helm, digest('2'), 1001);

      const expected = parseDocument(source);
      expected.setIn(['image', 'digest'], digest('2'));
      expect(parse(after)).toEqual(expected.toJS());
      expect(read(after, helm)).toEqual({ deployed: digest('2'), token: 1001 });
      const untouched = (all: string): string[] =>
        all.split(eol).filter((each) => !/^ {2}digest:|fence token/.test(each));
      expect(untouched(after)).toEqual(untouched(source));
    }),
    { numRuns: 1000 },
  );
});

describe('a format', () => {
  it.each([
    { kustomize: 'ghcr.io/acme/fraud' },
    { kustomize: 'localhost:5000/fraud' },
    { helmValues: 'image.tag' },
    { helmValues: 'digest', value: 'digest' },
    { inferenceService: 'fraud' },
    { inferenceService: 'fraud', canaryTrafficPercent: 1 },
  ])('can be %j', (format) => {
    expect(parseFormat(JSON.stringify(format))).toEqual(format);
  });

  it.each([
    [null],
    ['kustomize'],
    [[]],
    [{}],
    [{ kustomize: 'a', helmValues: 'b' }],
    [{ kustomize: 'a', other: 1 }],
    [{ kustomize: 'a:{{b}}' }],
    [{ kustomize: 'Upper' }],
    [{ kustomize: 1 }],
    [{ helmValues: '' }],
    [{ helmValues: 'a..b' }],
    [{ helmValues: 'a.on' }],
    [{ helmValues: 'a.True' }],
    [{ helmValues: 'a: b' }],
    [{ helmValues: '1' }],
    [{ helmValues: '__proto__' }],
    [{ helmValues: 'a', value: 'tag' }],
    [{ kustomize: 'a', value: 'digest' }],
    [{ inferenceService: 'Fraud' }],
    [{ inferenceService: 'fraud', canaryTrafficPercent: 0 }],
    [{ inferenceService: 'fraud', canaryTrafficPercent: 100 }],
    [{ inferenceService: 'fraud', canaryTrafficPercent: '10' }],
    [{ kustomize: 'fraud', canaryTrafficPercent: 10 }],
    [{ inferenceService: 'a\nb' }],
  ])('is not %j', (format) => {
    expect(formatProblem(format)).toEqual(expect.any(String));
    expect(() => parseFormat(JSON.stringify(format))).toThrow();
  });

  it.each([
    [kustomize, `${image}@${digest('1')}`, `${image}@${digest('1')}`],
    [{ helmValues: 'image' }, `${image}@${digest('1')}`, `${image}@${digest('1')}`],
    [helm, `${image}@${digest('1')}`, digest('1')],
    [{ helmValues: 'model' }, 's3://models/fraud/7', 's3://models/fraud/7'],
    [patch, 's3://models/fraud/7', 's3://models/fraud/7'],
  ])('%j says of %s: %s', (format, value, text) => {
    expect(textFor(deployedValue(value), format)).toBe(text);
  });

  it.each([
    [kustomize, 's3://models/fraud/7'],
    [helm, 's3://models/fraud/7'],
    [patch, `${image}@${digest('1')}`],
  ])('%j has no place for %s', (format, value) => {
    expect(() => textFor(deployedValue(value), format)).toThrow();
  });
});
