import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  argo,
  Check,
  fmt,
  Image,
  oneOf,
  pipeline,
  StagingTestGate,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { argoEvaluation, canAsk } from '../property/oracle';
import { engine, image, staging } from './nouns';

const root = Check.http({ path: '/', expect: { status: 200 } });
const predict = Check.http({ path: '/predict', expect: { status: 200 } });
const deep = Check.http({ path: '/deep', expect: { status: 200 } });

const gate = (...checks: readonly Check[]): Emitted =>
  emittedBy(
    (chart) => new StagingTestGate(chart, 'test-staging', { engine, environment: staging, checks: checks as [Check] }),
  );

const outputOf = (emitted: Emitted, name: string): string =>
  emitted.template('test-staging-checks').outputs?.parameters?.find((each) => each.name === name)?.valueFrom
    ?.expression ?? '';

describe('a gate of checks', () => {
  it('takes the version to test, of any sign a version may have', () => {
    const { spec, node } = gate(root);
    expect(spec().arguments?.parameters).toEqual([
      { name: 'model-version', description: 'version of the model to test' },
    ]);
    expect(node('main', 'test-staging').arguments?.parameters?.[0]?.value).toContain(
      "matches '^[A-Za-z0-9._:/@+=,-]+$'",
    );
  });

  it('runs its checks one after the other, each only after a pass', () => {
    const steps = gate(root, predict, deep).template('test-staging-checks').steps ?? [];
    expect(steps.map((group) => group.map(({ name, when, continueOn }) => ({ name, when, continueOn })))).toEqual([
      [{ name: 'check-http', when: undefined, continueOn: { failed: true, error: true } }],
      [
        {
          name: 'check-http-predict',
          when: "{{= steps['check-http'].status == 'Succeeded' && steps['check-http']?.outputs?.parameters?.verdict == 'pass' }}",
          continueOn: { failed: true, error: true },
        },
      ],
      [
        {
          name: 'check-http-deep',
          when: "{{= steps['check-http-predict'].status == 'Succeeded' && steps['check-http-predict']?.outputs?.parameters?.verdict == 'pass' }}",
          continueOn: { failed: true, error: true },
        },
      ],
    ]);
  });

  it('hands on verdict and reason as a step, and nothing else', () => {
    expect(gate(root).template('test-staging').outputs).toEqual({
      parameters: [
        { name: 'verdict', valueFrom: { parameter: '{{tasks.checks.outputs.parameters.verdict}}' } },
        { name: 'reason', valueFrom: { parameter: '{{tasks.checks.outputs.parameters.reason}}' } },
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
    // 30 + 5 and 10 + 5 minutes, a minute for each, ten more.
    expect(gate(slow, predict).spec().activeDeadlineSeconds).toBe((36 + 16 + 10) * 60);
  });

  it('is a unit: its verdict must be looked at by whoever calls it', () => {
    const tell = task('tell', {
      image,
      inputs: { verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']), reason: text() },
      command: ['t'],
    });
    const { node } = emittedBy((chart) => {
      const tested = new StagingTestGate(chart, 'test-staging', { engine, environment: staging, checks: [root] });
      const it = pipeline('it', {}, (p) => {
        const { outputs } = p.step(tested, { modelVersion: '5' });
        p.step(tell, outputs);
      });
      new WorkflowTemplate(chart, 'it', { pipeline: it, engine });
    });
    expect(node('it', 'test-staging', 'it').templateRef).toEqual({ name: 'test-staging', template: 'test-staging' });
    expect(() =>
      emittedBy((chart) => {
        const tested = new StagingTestGate(chart, 'test-staging', { engine, environment: staging, checks: [root] });
        pipeline('it', {}, (p) => {
          p.step(tested, { modelVersion: '5' });
        });
      }),
    ).toThrow(/MLP1116: nobody looks at the verdict of 'test-staging'/);
  });

  it('runs its programs in the image of the target', () => {
    const programImage = Image.pinned(`mirror.example.com/node@sha256:${'1'.repeat(64)}`);
    const target = argo('4.0', { programImage });
    const { template } = emittedBy(
      (chart) => new StagingTestGate(chart, 'it', { engine: target, environment: staging, checks: [root] }),
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
    ['no environment', { environment: undefined }, /MLP/],
    ['an environment that is a name', { environment: 'staging' }, /MLP/],
    ['no engine', { engine: undefined }, /MLP2003/],
    ['a property that nobody reads', { check: root }, /did you mean 'checks'/],
  ])('is refused with %s', (_, wrong, message) => {
    const props = { engine, environment: staging, checks: [root], ...wrong };
    expect(() => emittedBy((chart) => new StagingTestGate(chart, 'it', props as never))).toThrow(message);
  });

  it('is refused with a name that Argo can not use', () => {
    expect(() =>
      emittedBy(
        (chart) => new StagingTestGate(chart, 'Test Staging', { engine, environment: staging, checks: [root] }),
      ),
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
    const said = await ask({ kind: 'expression', text: outputOf(two, 'verdict'), scope: scopeOf(names, became) });
    expect(said.text ?? 'error').toBe(verdict);
  });

  it('has the reason of the check that decided', async () => {
    const reason = async (...became: Became[]) =>
      (await ask({ kind: 'expression', text: outputOf(two, 'reason'), scope: scopeOf(names, became) })).text;
    expect(await reason('pass', 'fail')).toBe('check-http-predict says fail');
    expect(await reason('fail', 'not run')).toBe('check-http says fail');
  });

  it('has no reason with braces, which Argo would read', async () => {
    const scope = {
      ...scopeOf(names, ['pass', 'fail']),
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
    const when = two.node('test-staging-checks', 'check-http-predict').when ?? '';
    const said = await ask({ kind: 'when', text: when, scope: scopeOf(names.slice(0, 1), became) });
    expect(said.truth).toBe(runs);
  });

  void fmt;
});
