import { describe, expect, it } from 'vitest';
import {
  equals,
  hold,
  MlflowRegistry,
  not,
  pipeline,
  registerEach,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { compile, errors, fails, playPlan, type Scenario, succeeds } from '../../src/testing/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine, image } from './nouns';

const at = (model: string) => MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model });
const members = {
  failure: { registry: at('failure'), evaluate: { metrics: { val_auc: { atLeast: 0.6 } } }, alias: 'champion' },
  threat: { registry: at('threat'), evaluate: { metrics: { val_accuracy: { atLeast: 0.5 } } }, alias: 'champion' },
  capacity: {
    registry: at('capacity'),
    evaluate: {
      metrics: { val_r2: { better: 'higher', atLeast: 0.3, gap: { to: 'train_r2', atMost: 0.2 } } },
      samples: { of: 'val_rows', atLeast: 200 },
    },
    required: false,
  },
} as const;
const models = ['failure', 'threat', 'capacity'] as const;

describe.each(['perModel', 'allOrNothing'] as const)('registerEach, %s', (policy) => {
  const each = registerEach('register-all', { members, policy });
  const release = (model: string) =>
    task(`release-${model}`, {
      image,
      inputs: {
        modelVersion: text({ pattern: /[1-9][0-9]{0,14}/ }),
        digest: text({ pattern: /sha256:[0-9a-f]{64}/ }),
        uri: text(),
      },
      command: ['release'],
    });
  const run = pipeline('run', { failure: text(), threat: text(), capacity: text() }, (p, runs) => {
    const { outputs } = p.step(each, runs);
    const released = models.map((model) =>
      p.when(not(equals(outputs[model], 'none')), (p) => {
        const candidate = {
          modelVersion: outputs[model],
          digest: outputs[`${model}Digest`],
          uri: outputs[`${model}Uri`],
        };
        p.step(release(model), candidate);
      }),
    );
    const rest = { fail: hold('rejected'), error: hold(), inconclusive: hold() };
    p.match(outputs.verdict, { pass: () => undefined, ...rest }, { after: released });
  });
  const { manifests, template } = emittedBy((chart) => new WorkflowTemplate(chart, 'run', { engine, pipeline: run }));
  const pod = manifests
    .flatMap(({ spec }) => (spec as { templates?: ReturnType<typeof template>[] } | undefined)?.templates ?? [])
    .find(({ container }) => container?.command?.includes('/program/register-each.mjs'));

  it('tells the program its rules, and each run by the name of its member', () => {
    const env = Object.fromEntries((pod?.container?.env ?? []).map(({ name, value }) => [name, value]));
    expect(JSON.parse(env.REGISTRATION ?? '')).toEqual({
      policy,
      members: models.map((name) => {
        const { registry, required = true, ...more } = { required: true, ...members[name] };
        return { name, required, model: registry.model, ...more };
      }),
    });
    expect(env).toMatchObject({
      PIPELINE_RUN: '{{workflow.name}}',
      RUN_OF_THREAT: expect.stringContaining('inputs.parameters.threat'),
    });
    expect(env).not.toHaveProperty('MLFLOW_REGISTERED_MODEL');
  });

  const plan = compile(manifests, { submit: 'run' });
  const digest = `sha256:${'a'.repeat(64)}`;
  const outputsOf = (versions: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      models.flatMap((model) => {
        const version = versions[model];
        if (version === undefined) return [[model, 'none']];
        return [
          [model, version],
          [`${model}-uri`, `s3://m/${version}`],
          [`${model}-digest`, digest],
        ];
      }),
    );
  const play = (said: unknown) => {
    const ended = {
      'end-red': fails(1),
      ...Object.fromEntries(models.map((model) => [`release-${model}`, succeeds({})])),
    };
    const { phase, workflows } = playPlan(plan, { 'register-all': said, ...ended } as Scenario, {
      arguments: { failure: 'f', threat: 't', capacity: 'c' },
    });
    const ran = workflows[0]?.nodes.filter(({ phase }) => phase === 'Succeeded').map(({ template }) => template) ?? [];
    return { phase, released: models.filter((model) => ran.includes(`release-${model}`)) };
  };
  const gate = (verdict: string, versions: Readonly<Record<string, string>>) =>
    succeeds({ verdict, reason: 'why', report: 'failure=fail', ...outputsOf(versions) });

  it('I-S1: releases all that are registered', () => {
    const versions = { failure: '1', threat: '7', capacity: '3' };
    expect(play(gate('pass', versions))).toEqual({ phase: 'Succeeded', released: models });
  });

  it('I-S2: releases nothing and ends red where no model passes', () => {
    expect(play(gate('fail', {}))).toEqual({ phase: 'Failed', released: [] });
  });

  it('I-S3: releases what is registered first, and ends red then for what is not', () => {
    expect(play(gate('fail', { threat: '7', capacity: '3' }))).toEqual({
      phase: 'Failed',
      released: ['threat', 'capacity'],
    });
  });

  it('stays green without a member that may be missing', () => {
    expect(play(gate('pass', { failure: '1', threat: '7' }))).toEqual({
      phase: 'Succeeded',
      released: ['failure', 'threat'],
    });
  });

  it.each([
    ['could not judge', gate('inconclusive', {})],
    ['crashed', fails(1)],
    ['was lost', errors()],
    ['says what is no verdict', gate('passed', {})],
  ])('ends red and releases nothing where the program %s', (_, said) => {
    expect(play(said)).toEqual({ phase: 'Failed', released: [] });
  });
});

describe('registerEach', () => {
  const of = (given: object, more: object = {}) =>
    registerEach('it', { members: given, policy: 'perModel', ...more } as never);
  const { failure } = members;
  it.each<readonly [string, () => unknown, RegExp]>([
    ['no members', () => of({}), /MLP3077.*has the members/s],
    ['no policy', () => of({ failure }, { policy: 'some' }), /MLP3077.*perModel or allOrNothing/s],
    ['a member without limits', () => of({ failure: { ...failure, evaluate: { metrics: {} } } }), /MLP3077.*metrics/s],
    [
      'limits that let everything through',
      () => of({ failure: { ...failure, evaluate: { metrics: { val_auc: {} } } } }),
      /MLP3077.*val_auc: has no limit/s,
    ],
    [
      'a comparison with a champion',
      () =>
        of({
          failure: {
            ...failure,
            evaluate: {
              metrics: { auc: { better: 'higher', atLeast: 0.6, champion: { of: 'old', gain: { atLeast: 0 } } } },
            },
          },
        }),
      /MLP3077.*champion: a run has no numbers of another/s,
    ],
    ['an alias that MLflow keeps', () => of({ failure: { ...failure, alias: 'latest' } }), /MLP3077.*alias/s],
    ['one alias for two', () => of({ failure, other: failure }), /MLP3077.*two of them are failure@champion/s],
    ['a misspelt property', () => of({ failure: { ...failure, require: false } }), /MLP1007.*require/s],
    ['a member without a registry', () => of({ failure: { evaluate: failure.evaluate } }), /MLP3077.*registry/s],
    [
      'registries of two servers',
      () =>
        of({
          failure,
          other: {
            ...failure,
            registry: MlflowRegistry.at('http://other.mlops.svc.cluster.local:5000', { model: 'x' }),
          },
        }),
      /MLP3077.*on another server/s,
    ],
    ['a member called as an output', () => of({ verdict: failure }), /MLP1006.*'verdict'/s],
    [
      'a member called as the address of another',
      () => of({ failure, failureUri: { ...failure, alias: 'other' } }),
      /MLP1006.*'failureUri'/s,
    ],
  ])('can not have %s', (_, make, problem) => expect(make).toThrow(problem));

  it('is refused where nobody looks at its verdict', () => {
    const each = registerEach('register-all', { members, policy: 'perModel' });
    expect(() =>
      pipeline('run', { failure: text(), threat: text(), capacity: text() }, (p, runs) => p.step(each, runs)),
    ).not.toThrow();
    expect(() =>
      pipeline('run', { failure: text(), threat: text(), capacity: text() }, (p, runs) => {
        p.step(each, runs);
      }),
    ).toThrow(/MLP1116/);
  });
});
