import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, Check, Image, oneOf, pipeline, StagingTestGate, task, text, WorkflowTemplate } from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { argoEvaluation, canAsk } from '../property/oracle';
import { engine, image, promotion, promotionFrom, staging } from './nouns';

const root = Check.http({ path: '/', expect: { status: 200 } });
const predict = Check.http({ path: '/predict', expect: { status: 200 } });
const deep = Check.http({ path: '/deep', expect: { status: 200 } });

const gate = (...checks: readonly Check[]): Emitted =>
  emittedBy((chart) => new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: checks as [Check] }));

const outputOf = (emitted: Emitted, name: string): string =>
  emitted.template('test-staging-test-measure-checks').outputs?.parameters?.find((each) => each.name === name)
    ?.valueFrom?.expression ?? '';

describe('a gate of checks', () => {
  it('takes a candidate; by hand its version and digest are enough', () => {
    const { spec, node } = gate(root);
    expect(spec().arguments?.parameters?.map(({ name, value }) => [name, value])).toEqual([
      ['model-version', undefined],
      ['digest', undefined],
      ['run-id', ''],
      ['commit', ''],
      ['uri', ''],
    ]);
    expect(
      node('main', 'test-staging')
        .arguments?.parameters?.slice(0, 2)
        .map(({ value }) => value),
    ).toEqual([
      expect.stringContaining("matches '^[1-9][0-9]{0,14}$'"),
      expect.stringContaining("matches '^sha256:[0-9a-f]{64}$'"),
    ]);
  });

  it('takes the environment before it checks, outside of the verdict: what is not got can not lead to a revert', () => {
    const { template, node } = gate(root);
    expect(template('test-staging').dag?.tasks.map(({ name, depends }) => [name, depends])).toEqual([
      ['begin-gate', undefined],
      ['test', 'begin-gate.Succeeded'],
    ]);
    expect(template('test-staging-test-measure').dag?.tasks.map(({ name, depends }) => [name, depends])).toEqual([
      ['checks', undefined],
      ['record-verdict', '(checks.Succeeded || checks.Failed || checks.Errored)'],
    ]);
    // A version that has a verdict is not measured again.
    expect(node('test-staging-test', 'decide').template).toBe('record-verdict-verdict');
    expect(node('test-staging-test', 'end').template).toBe('end-red');
  });

  it('deploys by an account that can not judge, and judges by one that can not deploy', () => {
    const { template, one } = gate(root);
    const accounts = ['begin-gate', 'record-verdict', 'check-http', 'settle-staging'].map((name) => [
      name,
      template(name).serviceAccountName,
    ]);
    expect(accounts).toEqual([
      ['begin-gate', 'test-staging-release'],
      ['record-verdict', 'test-staging'],
      ['check-http', 'test-staging'],
      ['settle-staging', 'test-staging-release'],
    ]);
    const writes = (name: string) =>
      (one('Role', name).rules as readonly { resourceNames?: string[]; verbs: string[] }[])
        .filter(({ verbs }) => verbs.includes('update'))
        .flatMap(({ resourceNames = [] }) => resourceNames);
    expect(writes('test-staging-release')).toEqual(['release-fraud-staging', 'release-fraud-production']);
    expect(writes('test-staging').toSorted()).toEqual(['release-fraud-staging', 'verdicts-fraud-staging']);
    const secrets = (name: string) =>
      (template(name).container?.env ?? []).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []);
    expect(secrets('begin-gate')).toContain('deployments-git');
    expect(secrets('record-verdict')).toEqual([]);
  });

  it('finishes at the exit of a run of its own what that left open', () => {
    const { spec, template } = gate(root);
    expect(spec().onExit).toBe('exit');
    expect(template('exit').steps).toEqual([[{ name: 'settle-staging', template: 'settle-staging' }]]);
    expect(template('settle-staging').container?.env).toContainEqual({ name: 'EXIT', value: 'true' });
  });

  it('runs its checks one after the other, each only after a pass', () => {
    const steps = gate(root, predict, deep).template('test-staging-test-measure-checks').steps ?? [];
    const passed = (name: string) =>
      `{{= steps['${name}'].status == 'Succeeded' && steps['${name}']?.outputs?.parameters?.verdict == 'pass' }}`;
    const continueOn = { failed: true, error: true };
    expect(steps.map((group) => group.map(({ name, when, continueOn }) => ({ name, when, continueOn })))).toEqual([
      [{ name: 'wait-rollout', when: undefined, continueOn }],
      [{ name: 'check-http', when: passed('wait-rollout'), continueOn }],
      [{ name: 'check-http-predict', when: passed('check-http'), continueOn }],
      [{ name: 'check-http-deep', when: passed('check-http-predict'), continueOn }],
      [{ name: 'prove-again', when: passed('check-http-deep'), continueOn }],
    ]);
  });

  it('hands on verdict and reason as a step, and nothing else', () => {
    expect(gate(root).template('test-staging').outputs).toEqual({
      parameters: [
        { name: 'verdict', valueFrom: { parameter: '{{tasks.test.outputs.parameters.verdict}}' } },
        { name: 'reason', valueFrom: { parameter: '{{tasks.test.outputs.parameters.reason}}' } },
      ],
    });
  });

  it('ends red alone unless the verdict is pass', () => {
    const { node, spec } = gate(root);
    expect(spec().entrypoint).toBe('main');
    expect(node('main', 'verdict-ends-red')).toMatchObject({
      when: "{{= steps['test-staging'].outputs.parameters.verdict != 'pass' }}",
      template: 'end-red',
    });
  });

  it('may take as long as all its checks', () => {
    const slow = Check.http({ path: '/slow', expect: { status: 200 }, deadline: Duration.minutes(30) });
    const added = (...more: readonly Check[]) => Number(gate(root, ...more).spec().activeDeadlineSeconds);
    // 30 + 5 and 10 + 5 minutes, a minute for each.
    expect(added(slow, predict) - added()).toBe((36 + 16) * 60);
  });

  it('is a unit: its verdict must be looked at by whoever calls it', () => {
    const tell = task('tell', {
      image,
      inputs: { verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']), reason: text() },
      command: ['t'],
    });
    const { node } = emittedBy((chart) => {
      const tested = new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [root] });
      const it = pipeline('it', {}, (p) => {
        const { outputs } = p.step(tested, { modelVersion: '5', digest: `sha256:${'a'.repeat(64)}` });
        p.step(tell, outputs);
      });
      new WorkflowTemplate(chart, 'it', { pipeline: it, engine });
    });
    expect(node('it', 'test-staging', 'it').templateRef).toEqual({ name: 'test-staging', template: 'test-staging' });
    expect(() =>
      emittedBy((chart) => {
        const tested = new StagingTestGate(chart, 'test-staging', { engine, promotion, checks: [root] });
        pipeline('it', {}, (p) => {
          p.step(tested, { modelVersion: '5', digest: `sha256:${'a'.repeat(64)}` });
        });
      }),
    ).toThrow(/MLP1116: nobody looks at the verdict of 'test-staging'/);
  });

  it('runs its programs in the image of the target', () => {
    const programImage = Image.pinned(`mirror.example.com/node@sha256:${'1'.repeat(64)}`);
    const target = argo('4.0', { programImage });
    const { template } = emittedBy(
      (chart) => new StagingTestGate(chart, 'it', { engine: target, promotion, checks: [root] }),
    );
    for (const name of ['check-http', 'end-red']) expect(template(name).container?.image).toBe(programImage.reference);
  });

  it.each<[string, object, RegExp]>([
    [
      'no checks',
      { checks: [] },
      /MLP3007: gate 'it' checks nothing[\s\S]*fix: checks: \[Check\.http\(\{ … \}\)\][\s\S]*at chart\/it/,
    ],
    ['checks left out', { checks: undefined }, /MLP3007/],
    ['two checks of one name', { checks: [root, root] }, /MLP3007: gate 'it' has two checks called 'check-http'/],
    ['a check that is none', { checks: ['/predict'] }, /MLP/],
    ['no promotion', { promotion: undefined }, /MLP3022: the promotion of StagingTestGate 'it' is undefined/],
    ['an environment in its place', { promotion: staging }, /MLP3022/],
    [
      'a promotion of what was promoted before',
      { promotion: promotionFrom(staging, { evidence: 'promoted', approval: { expires: Duration.hours(1) } }) },
      /MLP3022: gate 'it' would test for a promotion that takes what was promoted into 'staging' untested/,
    ],
    ['no engine', { engine: undefined }, /MLP2003/],
    ['a property that nobody reads', { check: root }, /did you mean 'checks'/],
  ])('is refused with %s', (_, wrong, message) => {
    const props = { engine, promotion, checks: [root], ...wrong };
    expect(() => emittedBy((chart) => new StagingTestGate(chart, 'it', props as never))).toThrow(message);
  });

  it('is refused with a name that Argo can not use', () => {
    expect(() =>
      emittedBy((chart) => new StagingTestGate(chart, 'Test Staging', { engine, promotion, checks: [root] })),
    ).toThrow(/MLP1005/);
  });
});

const ask = argoEvaluation();

/** What became of a check: its status, and the verdict that its pod left. */
type Became = 'not run' | 'died' | (string & {});

/** What Argo knows then. A pod that died left nothing; outputs have defaults all the same where it was skipped. */
function scopeOf(names: readonly string[], became: readonly Became[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const what = became[i] ?? 'not run';
      const status = what === 'not run' ? 'Skipped' : what === 'died' ? 'Failed' : 'Succeeded';
      const verdict = what === 'not run' || what === 'died' ? 'error' : what;
      const outputs =
        what === 'died'
          ? []
          : [
              ['verdict', verdict],
              ['reason', `${name} says ${what}`],
            ];
      return [
        [`steps.${name}.status`, status],
        ...outputs.map(([output, text]) => [`steps.${name}.outputs.parameters.${output}`, text]),
      ];
    }),
  );
}

describe.skipIf(!canAsk)('the verdict of a gate', () => {
  const names = ['check-http', 'check-http-predict'];
  /** Around them the roll-out, which has passed, and its proof, which passes if it is asked. */
  const around = (became: readonly Became[]): { readonly [name: string]: string } => ({
    ...scopeOf(['wait-rollout'], ['pass']),
    ...scopeOf(names, became),
    ...scopeOf(['prove-again'], became.at(-1) === 'pass' && became.length === 2 ? ['pass'] : ['not run']),
  });
  const two = gate(root, predict);

  it.each<[readonly Became[], string]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'fail'], 'fail'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['pass', 'error'], 'error'],
    [['pass', 'died'], 'error'],
    [['pass', 'PASS'], 'error'],
    [['pass', "pass' == 'pass"], 'error'],
    [['pass', ''], 'error'],
    [['fail', 'not run'], 'fail'],
    [['inconclusive', 'not run'], 'inconclusive'],
    [['error', 'not run'], 'error'],
    [['died', 'not run'], 'error'],
    // It can't be: a pass of the first lets the second run. Never a pass without all checks.
    [['pass', 'not run'], 'error'],
    [['nonsense', 'not run'], 'error'],
  ])('is after %j: %s', async (became, verdict) => {
    const said = await ask({ kind: 'expression', text: outputOf(two, 'verdict'), scope: around(became) });
    expect(said.text ?? 'error').toBe(verdict);
  });

  it('has the reason of the check that decided', async () => {
    const reason = async (...became: Became[]) =>
      (await ask({ kind: 'expression', text: outputOf(two, 'reason'), scope: around(became) })).text;
    expect(await reason('pass', 'fail')).toBe('check-http-predict says fail');
    expect(await reason('fail', 'not run')).toBe('check-http says fail');
  });

  it('has no reason with braces, which Argo would read', async () => {
    const scope = {
      ...around(['pass', 'fail']),
      'steps.check-http-predict.outputs.parameters.reason': '{{= 1 }}',
    };
    const said = await ask({ kind: 'expression', text: outputOf(two, 'reason'), scope });
    expect(said.text).toBe('checks left no reason');
  });

  it.each<[readonly Became[], boolean]>([
    [['pass'], true],
    [['fail'], false],
    [['error'], false],
    [['inconclusive'], false],
    [['died'], false],
    [['not run'], false],
  ])('lets the next check run after %j: %s', async (became, runs) => {
    const when = two.node('test-staging-test-measure-checks', 'check-http-predict').when ?? '';
    const said = await ask({ kind: 'when', text: when, scope: scopeOf(names.slice(0, 1), became) });
    expect(said.truth).toBe(runs);
  });
});
