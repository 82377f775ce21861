import { describe, expect, it } from 'vitest';
import { yaml } from '../../../src/lint/example';
import { fixFiles } from '../../../src/lint/fix/fix';
import { lint } from '../../../src/lint/lint';
import { catalogue } from '../../../src/lint/rules';

const fixed = (text: string, argo: '3.7' | '4.0' = '4.0') => {
  const { texts, ...rest } = fixFiles([{ file: 'a.yaml', text }], { targets: { argo } });
  return { ...rest, text: texts.get('a.yaml') ?? text, changed: texts.size > 0 };
};

const template = (fields: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata:\n  name: train\nspec:\n  entrypoint: main\n${fields}  templates:\n    - name: main\n      suspend: {}\n`;
const cron = (fields: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata:\n  name: nightly\nspec:\n${fields}  concurrencyPolicy: Forbid\n  workflowSpec:\n    entrypoint: main\n    templates:\n      - name: main\n        suspend: {}\n`;
const container = (fields: string) =>
  `${yaml`
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
        - name: web
          image: registry.example/web:1.2.3@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
          env:
            - name: PORT
  `.trimEnd()}\n          ${fields}\n`;

const mended: readonly (readonly [what: string, before: string, from: string, to: string])[] = [
  ['a misspelt field', template('  parrallelism: 1 # one\n'), 'parrallelism', 'parallelism'],
  ['a misspelt field in quotes', template('  "parrallelism": 1\n'), '"parrallelism"', '"parallelism"'],
  ['a word in other case', template("  podGC:\n    strategy: 'onpodcompletion'\n"), 'onpodc', 'OnPodC'],
  ['a number where text belongs', template('  serviceAccountName: 0815 # ours\n'), '0815', '"0815"'],
  ['a bare on', container('value: on # a switch'), 'value: on', 'value: "on"'],
  ['a number of an environment variable', container('value: 8_080'), '8_080', '"8_080"'],
  ['quotes around a number', template("  parallelism: '3'\n"), "'3'", '3'],
  ['a schedule', cron("  schedule: '0 2 * * *' # at two\n"), "schedule: '0 2 * * *'", "schedules: ['0 2 * * *']"],
  [
    'a schedule without quotes',
    cron('  schedule: 0 1,2 * * *\n'),
    'schedule: 0 1,2 * * *',
    'schedules: ["0 1,2 * * *"]',
  ],
  [
    'a lock on lines of its own',
    template('  synchronization:\n    mutex:\n      # the lock\n      name: gpu # one\n\n      namespace: ml\n'),
    'mutex:\n      # the lock\n      name: gpu # one\n\n      namespace: ml\n',
    'mutexes:\n      # the lock\n      - name: gpu # one\n\n        namespace: ml\n',
  ],
  [
    'a lock in braces',
    template('  synchronization: {mutex: {name: gpu}}\n'),
    'mutex: {name: gpu}',
    'mutexes: [{name: gpu}]',
  ],
  ['a version that there is not', template('').replace('v1alpha1', 'v1beta1'), 'v1beta1', 'v1alpha1'],
  [
    'a kind that is nearly one',
    template('').replace('kind: WorkflowTemplate', 'kind: WorkflowTemplat'),
    'Templat\n',
    'Template\n',
  ],
];

describe('lint --fix, in the text of a file', () => {
  it.each(mended)('mends %s, and touches nothing else', (_, before, from, to) => {
    for (const eol of ['\n', '\r\n']) {
      const text = `\ufeff# a comment${eol}${before.replaceAll('\n', eol)}---${eol}a:   [ b ]`;
      const after = text.replace(from.replaceAll('\n', eol), to.replaceAll('\n', eol));
      const first = fixed(text);
      expect(first.text).toBe(after);
      expect(first.findings).toEqual([]);
      expect(first.repaired).not.toEqual([]);
      expect(fixed(first.text).changed).toBe(false);
    }
  });

  it.each([
    ['alone on its line', '# cdk8s-mlops-ignore MLL1101: once\n  entrypoint: main', 'entrypoint: main'],
    ['at the end of a line', 'entrypoint: main # cdk8s-mlops-ignore MLL1101: once', 'entrypoint: main'],
    ['two codes', '# cdk8s-mlops-ignore MLL1101, MLL1102: once\n  entrypoint: main', 'entrypoint: main'],
    [
      'a code of two',
      'extra: 1 # cdk8s-mlops-ignore MLL1101, MLL1102: the webhook\n  entrypoint: main',
      'extra: 1 # cdk8s-mlops-ignore MLL1101: the webhook\n  entrypoint: main',
    ],
  ])('takes out a suppression of nothing: %s', (_, from, to) => {
    expect(fixed(template('').replace('entrypoint: main', from))).toMatchObject({
      text: template('').replace('entrypoint: main', to),
      findings: [],
    });
  });

  it.each([
    [
      'two fields are as near',
      yaml`
      apiVersion: argoproj.io/v1alpha1
      kind: WorkflowTemplate
      metadata: {name: train}
      spec:
        entrypoint: main
        templates:
          - name: main
            suspend: {}
            dat: {}
    `,
    ],
    ['two fields would get one name', template('  parrallelism: 2\n  parallelims: 1\n')],
    ['the right name is there already', template('  parallelism: 2\n  parrallelism: 1\n')],
    ['the field takes no such value', template('  parrallelism: many\n')],
    ['several fields change with an anchor', template('  serviceAccountName: &name 12\n  schedulerName: *name\n')],
    ['a field means something else now', template('  podPriority: 5\n')],
    [
      'the comment is a line of a script',
      yaml`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: scripts
      data:
        run.sh: |
          # cdk8s-mlops-ignore MLL1101: only text
          exit 1
    `,
    ],
  ])('leaves alone what is not certain: %s', (_, text) => {
    const { changed, repaired, findings } = fixed(text);
    expect({ changed, repaired }).toEqual({ changed: false, repaired: [] });
    expect(findings).toEqual(lint([{ file: 'a.yaml', text }]));
  });

  it('is what the rules say that they mend', () => {
    const texts = [
      ...mended.map(([, before]) => before),
      ...catalogue.map(({ bad }) => bad),
      template('  extra: 1 # cdk8s-mlops-ignore MLL1101, MLL1102: the webhook\n'),
    ];
    const codes = texts.flatMap((text) => fixed(text).repaired.map(({ code }) => code));
    const said = catalogue.filter(({ mends }) => mends !== undefined).map(({ code }) => code);
    expect([...new Set(codes)].sort()).toEqual(said);
  });

  it('leaves out one repair that would break something, and makes the others', () => {
    const text = `${template('  parrallelism: many\n')}---\n${template('  parrallelism: 1\n').replace('name: train', 'name: other')}`;
    const { repaired, findings, text: after } = fixed(text);
    expect(repaired).toHaveLength(1);
    expect(after).toContain('parrallelism: many');
    expect(after).toContain('parallelism: 1');
    expect(findings.map(({ code }) => code)).toEqual(['MLL1101']);
  });

  it('keeps what only 3.7 has where 3.7 is meant', () => {
    const text = template('  synchronization: {mutex: {name: gpu}}\n');
    expect(fixed(text, '3.7').changed).toBe(false);
  });

  it.each(catalogue)('of $code changes nothing in the good example', ({ good }) => {
    expect(fixed(good).changed).toBe(false);
  });
});
