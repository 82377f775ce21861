import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goScalar } from '../../src/yaml/go-scalar';
import { readYaml } from '../../src/yaml/read';
import { splitDocuments } from '../../src/yaml/split-documents';
import { writeYaml } from '../../src/yaml/write';
import { readers } from './readers';
import { trickyStrings } from './tricky-strings';

const corpus = join(__dirname, '../../../shared/corpus');
const go = readers().find(({ name }) => name.startsWith('Go'));

describe('readYaml', () => {
  it('knows the line and column of every value', () => {
    const { documents } = readYaml(`# comment
kind: A
spec:
  templates:
    - name: a
      container: { image: b, args: [x, "y"] }
---
kind: B
`);
    const [a, b] = documents;
    const at = (...path: (string | number)[]): string => {
      const { line, column } = a?.positionOf(path) ?? { line: 0, column: 0 };
      return `${line}:${column}`;
    };
    expect(a?.start).toEqual({ line: 2, column: 1 });
    expect(at()).toBe('2:1');
    expect(at('spec')).toBe('3:1');
    expect(at('spec', 'templates', 0)).toBe('5:7');
    expect(at('spec', 'templates', 0, 'container', 'image')).toBe('6:20');
    expect(at('spec', 'templates', 0, 'container', 'args', 1)).toBe('6:40');
    expect(at('spec', 'templates', 0, 'inputs', 'parameters')).toBe('5:7');
    expect(b?.start).toEqual({ line: 8, column: 1 });
    expect(b?.positionOf(['kind'])).toEqual({ line: 8, column: 1 });
  });

  it('gives documents without content no place', () => {
    const { documents, problems } = readYaml('---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n# end\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['directives', '%YAML 1.1\n---\na: 1\n', [{ a: 1 }]],
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    ['Windows line ends', 'a: |\r\n  x\r\n  y\r\nb: 1\r\n', [{ a: 'x\ny\n', b: 1 }]],
    [
      'anchors, aliases and merge keys',
      'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n',
      [{ a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }],
    ],
    ['JSON', '{"a": [1, "yes", null]}', [{ a: [1, 'yes', null] }]],
    ['a block scalar at the end of a file without a line feed', 'a: |\n  x', [{ a: 'x' }]],
    ['keys that are no strings', 'on: 1\n1: 2\n', [{ true: 1, 1: 2 }]],
  ])('reads %s', (_, file, values) => {
    expect(readYaml(file).documents.map(({ value }) => value)).toEqual(values);
  });

  it('reports a key that is there twice, and keeps the last one', () => {
    const { documents, problems } = readYaml('a: 1\nb:\n  - c: 1\n    d: 2\n    c: 3\na: 4\n');
    expect(documents[0]?.value).toEqual({ a: 4, b: [{ c: 3, d: 2 }] });
    expect(documents[0]?.positionOf(['a'])).toEqual({ line: 6, column: 1 });
    expect(problems.map(({ kind, line, column }) => ({ kind, line, column }))).toEqual([
      { kind: 'duplicate-key', line: 5, column: 5 },
      { kind: 'duplicate-key', line: 6, column: 1 },
    ]);
  });

  it('takes quoted text that ends too far left, as Go does, with the place of what it stands in', () => {
    const { documents, problems } = readYaml('a: 1\n---\nspec:\n    args: ["x\n  y"]\n    mode: 0755\n    on: yes\n');
    expect(problems).toEqual([]);
    expect(documents[1]?.value).toEqual({ spec: { args: ['x y'], mode: 493, true: true } });
    expect(documents[1]?.positionOf(['spec', 'args'])).toEqual({ line: 4, column: 5 });
    expect(documents[1]?.positionOf(['spec', 'mode'])).toEqual({ line: 3, column: 1 });
  });

  it.each([
    ['spec:\n  - value: {{repo}}\n', 2, "what begins with { or [ can't be a key: put it in quotes"],
    ['? [a, b]\n: 1\n', 1, "what begins with { or [ can't be a key: put it in quotes"],
    ['a: 1\nb: {user}/image:1\n', 2, 'Unexpected scalar at node end: a text that begins with { or [ needs quotes'],
  ])('says what is wrong with %j', (text, line, message) => {
    const { documents, problems } = readYaml(text);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'syntax', line, message }]);
  });

  it('reports what no reader takes, with its place, and reads the documents around it', () => {
    const { documents, problems } = readYaml('a: 1\n---\nb: [1\nc: }\n---\nd: 1\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { d: 1 }]);
    expect(problems).toMatchObject([{ kind: 'syntax', line: 4 }]);
  });

  it('reports aliases that multiply without bounds instead of filling the memory', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`);
    const { documents, problems } = readYaml(`a0: &a0 [x]\n${levels.join('')}`);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'syntax' }]);
  });

  it('reads what the writer wrote', () => {
    for (const text of trickyStrings) {
      const value = { [text === '__proto__' ? 'proto' : text]: [text, { name: text }] };
      expect(readYaml(writeYaml(value))).toMatchObject({ documents: [{ value }], problems: [] });
    }
  });
});

describe.runIf(go !== undefined)('a scalar without quotes', () => {
  it('has the value that Go gives it', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[-+]?[0-9._eExXobB]{1,6}$/),
      fc.stringMatching(/^[-+.]{0,2}(?:y|No|On|TRUE|tRue|null|Null|~|e[0-9]|[0-9a-fA-F]{1,3})$/),
      fc.constantFrom(...trickyStrings.filter((tricky) => /^[\w.+-]*$/.test(tricky))),
    );
    // Go has no word for infinity and numbers beyond 64 bits in JSON, and refuses the dashes of lists.
    const texts = [...new Set(fc.sample(text, 5000))].filter((sample) => !/^-+$|\.(?:inf|nan)$/i.test(sample));
    const answers = go?.read(texts.map((sample) => `a: ${sample}\n`)) ?? [];
    const wrong = texts.flatMap((sample, i) => {
      const answer = answers[i];
      const expected = answer !== undefined && 'value' in answer ? (answer.value as { a: unknown }).a : answer;
      return Object.is(goScalar(sample), expected === 0 ? 0 : expected)
        ? []
        : [{ sample, ours: goScalar(sample), expected }];
    });
    expect(wrong).toEqual([]);
  });
});

/** Files of the corpus whose documents only the lenient reader takes. */
const LENIENT = [
  'ci-output-artifact.yaml',
  'ci.yaml',
  'influxdb-ci.yaml',
  'k8s-orchestration.yaml',
  'volumes-emptydir.yaml',
];

describe('on published examples', () => {
  const isThere = existsSync(corpus);
  if (!isThere) process.stderr.write('../shared/corpus is absent: the reader was not tried on published examples\n');
  const files = isThere
    ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
    : [];
  const text = (file: string): string => readFileSync(join(corpus, file), 'utf8');

  it('reads every document, and finds the keys that are there twice', () => {
    const problems = files.flatMap((file) =>
      readYaml(text(file)).problems.map((problem) => [basename(file), problem.kind]),
    );
    expect(problems).toEqual(isThere ? [['k8s-patch-json-workflow.yaml', 'duplicate-key']] : []);
  });

  it('needs the lenient reader for these files only', () => {
    const lenient = files.filter((file) =>
      // Of what it read nobody can say which letters it is.
      readYaml(text(file)).documents.some(
        ({ sourceOf, value }) => sourceOf([Object.keys(value as object)[0] ?? '']) === undefined,
      ),
    );
    expect(lenient.map((file) => basename(file)).sort()).toEqual(isThere ? LENIENT : []);
  });

  it.runIf(go !== undefined)('reads what Go reads', () => {
    const wrong = files.flatMap((file) => {
      const answers = go?.read(splitDocuments(text(file)).map((document) => document.text)) ?? [];
      const ours = readYaml(text(file)).documents.map(({ value }) => value);
      const theirs = answers.flatMap((answer) => ('value' in answer && answer.value === null ? [] : [answer]));
      return theirs.flatMap((answer, i) =>
        'error' in answer || JSON.stringify(sorted(answer.value)) === JSON.stringify(sorted(ours[i])) ? [] : [file],
      );
    });
    expect(wrong).toEqual([]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
