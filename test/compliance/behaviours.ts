import { Duration } from 'cdk8s';
import { addChecks } from '../../src/core/builder/add-checks';
import { builderOf } from '../../src/core/builder/scope-of';
import { deciding, withExit } from '../../src/core/exit';
import { asRef } from '../../src/core/ref';
import {
  and,
  artifact,
  atLeast,
  boolean,
  equals,
  field,
  fmt,
  hold,
  integer,
  isOneOf,
  lessThan,
  list,
  not,
  number,
  oneOf,
  or,
  pipeline,
  podUid,
  queue,
  record,
  runName,
  secretKey,
  task,
  text,
  type Unit,
  Volume,
} from '../../src/index';
import { discard, image, modelVersion, notify, publish, smoke, train } from '../engines/argo/units';

/** Something the core graph can say, and what Tekton answers where it can't do it. */
export interface Behaviour {
  readonly what: string;
  readonly pipeline: Unit<never, unknown>;
  readonly tekton?: string;
}

const score = task('score', {
  image,
  inputs: { name: text(), rate: number() },
  outputs: { value: number(), good: boolean(), tags: list(text()) },
  command: ({ inputs }) => ['score', inputs.name, inputs.rate],
});
const pick = task('pick', {
  image,
  inputs: { scores: list(record({ key: text(), value: number(), good: boolean() })), limit: number() },
  command: ['pick'],
  env: ({ inputs }) => ({ SCORES: inputs.scores, LIMIT: inputs.limit }),
});
const many = task('many', {
  image,
  inputs: { values: list(number()) },
  command: ['many'],
  env: ({ inputs }) => ({ VALUES: inputs.values }),
});
const cleanup = task('cleanup', {
  image,
  inputs: { status: text() },
  command: ({ inputs }) => ['cleanup', inputs.status],
});
const fielded = task('fielded', {
  image,
  inputs: { who: record({ name: text() }), at: text({ default: 'x' }) },
  command: ['it'],
  env: ({ inputs }) => ({ NAME: field(inputs.who, 'name'), BOTH: fmt`${inputs.at}$$5` }),
});
const settle = task('settle', { image, command: ['settle'], account: 'release', env: { RUN: runName, POD: podUid } });
const make = task('make', {
  image,
  outputs: { model: artifact('/work/model.pt') },
  writable: ['/work'],
  command: ['make'],
});
const probe = task('probe', {
  image,
  inputs: { baseline: text({ default: 'none' }) },
  outputs: {
    verdict: oneOf(['pass', 'fail', 'error', 'inconclusive']),
    reason: text(),
    baseline: text({ default: 'none' }),
  },
  command: ({ inputs }) => ['probe', inputs.baseline],
});

const holds = { fail: hold('rejected'), error: hold(), inconclusive: hold() };
const gated = pipeline('gated', { modelVersion }, (p, { modelVersion }) => {
  const { outputs } = p.step(smoke, { modelVersion });
  p.match(outputs.verdict, {
    pass: (p) => p.step(publish, { modelVersion }),
    fail: (p) => {
      p.step(discard, { reason: outputs.reason });
      p.step(notify, { message: outputs.reason });
    },
    error: (p) => p.step(notify, { message: outputs.reason }),
    inconclusive: hold(),
  });
  return { verdict: outputs.verdict, reason: outputs.reason };
});

const one = (unit: Unit<{}, unknown>): Unit<never, unknown> => pipeline('it', {}, (p) => void p.step(unit));

/** Every kind of node, value, condition and setting that the core graph has. */
export const behaviours: readonly Behaviour[] = [
  { what: 'a step', pipeline: one(train) },
  {
    what: 'inputs of every kind, and texts and fields made of them',
    pipeline: pipeline(
      'it',
      {
        a: text({ default: "it's", doc: 'any text: "quoted"' }),
        b: integer({ min: 1, default: 5 }),
        c: number({ max: 0.5, default: 0.1 }),
        d: boolean({ default: false }),
        e: oneOf(['x', 'y'], { default: 'x' }),
        g: record({ name: text(), deep: record({ on: boolean() }) }),
      },
      (p, { a, b, c, d, e, g }) => {
        p.step(notify, { message: fmt`${a} ${b} ${c} ${d} ${e}` });
        p.step(pick, { scores: [{ key: a, value: c, good: d }], limit: 1 });
        p.step(notify, { message: field(g, 'name') }, { name: 'field' });
      },
    ),
  },
  {
    what: 'a value that is checked where it is taken',
    pipeline: pipeline(
      'it',
      { version: text({ default: '7' }) },
      (p, { version }) => void p.step(publish, { modelVersion: version }),
    ),
  },
  {
    what: 'a field of an input inside a task',
    pipeline: pipeline('it', {}, (p) => void p.step(fielded, { who: { name: 'me' } })),
  },
  {
    what: 'a gate that holds',
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      p.match(outputs.verdict, { pass: (p) => p.step(notify, { message: 'x' }), ...holds });
    }),
  },
  { what: 'a gate with an arm for everything', pipeline: gated },
  {
    what: 'steps below a match, on a pass and in any case',
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      const sent = p.match(outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: '1' }),
        fail: (p) => p.step(discard, { reason: outputs.reason }),
        error: (p) => p.step(discard, { reason: outputs.reason }, { name: 'discard-error' }),
        inconclusive: hold(),
      });
      const told = p.step(notify, { message: sent.outputs.digest });
      p.step(notify, { message: 'passed' }, { name: 'below' });
      p.step(notify, { message: 'told' }, { name: 'after-told', after: [told] });
    }),
  },
  {
    what: 'a match on a word whose outputs are used',
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      const sent = p.match(outputs.kind, {
        small: (p) => p.step(publish, { modelVersion: outputs.modelVersion }),
        large: (p) => {
          p.step(notify, { message: 'large' });
          return p.step(publish, { modelVersion: outputs.modelVersion }, { name: 'publish-large' });
        },
      });
      p.step(notify, { message: sent.outputs.digest }, { name: 'tell' });
      return { digest: sent.outputs.digest };
    }),
  },
  {
    what: 'a gate inside an arm, and a step after both',
    pipeline: pipeline('it', {}, (p) => {
      const outer = p.step(smoke, { modelVersion: '1' });
      p.match(outer.outputs.verdict, {
        pass: (p) => {
          const inner = p.step(smoke, { modelVersion: '1' }, { name: 'inner' });
          p.match(inner.outputs.verdict, {
            pass: (p) => p.step(notify, { message: 'both' }),
            fail: (p) => p.step(discard, { reason: inner.outputs.reason }),
            error: hold(),
            inconclusive: hold(),
          });
        },
        fail: (p) => p.step(discard, { reason: 'outer' }, { name: 'discard-outer' }),
        error: hold(),
        inconclusive: hold(),
      });
      p.step(publish, { modelVersion: '1' });
    }),
  },
  {
    what: 'a when with a default, the default of another',
    pipeline: pipeline('it', { by: text({ default: 'x' }) }, (p, { by }) => {
      const { outputs } = p.step(train);
      const sent = p.when(equals(outputs.kind, 'small'), (p) =>
        p.step(publish, { modelVersion: outputs.modelVersion }),
      );
      p.step(notify, { message: sent.outputs.digest.orElse('none') });
      p.step(notify, { message: sent.outputs.digest.orElse(by) }, { name: 'by' });
    }),
  },
  {
    what: 'conditions of numbers, joined',
    pipeline: pipeline('it', { by: text({ default: 'x' }), limit: number({ default: 0.9 }) }, (p, { by, limit }) => {
      const { outputs } = p.step(train);
      const outer = p.when(or(atLeast(outputs.accuracy, limit), not(isOneOf(by, ['a', "b'"]))), (p) => {
        const inner = p.when(and(lessThan(outputs.accuracy, 0.99), equals(outputs.kind, 'small')), (p) =>
          p.step(publish, { modelVersion: outputs.modelVersion }),
        );
        p.step(notify, { message: inner.outputs.digest.orElse('none') });
        return { said: inner.outputs.digest.orElse(by) };
      });
      p.step(notify, { message: outer.outputs.said.orElse(by) }, { name: 'tell' });
    }),
  },
  {
    what: 'a when and a loop inside a when, on what was made there',
    pipeline: pipeline('it', { go: boolean({ default: true }) }, (p, { go }) => {
      const outer = p.when(equals(go, true), (p) => {
        const first = p.step(score, { name: 'x', rate: 1 });
        const each = p.forEach(first.outputs.tags, (p, tag) =>
          p.step(score, { name: tag, rate: 0.5 }, { name: 'each' }),
        );
        const inner = p.when(atLeast(first.outputs.value, 0.4), (p) => p.step(publish, { modelVersion: '7' }));
        return { digest: inner.outputs.digest.orElse('small'), values: each.outputs.value };
      });
      p.step(notify, { message: outer.outputs.digest.orElse('none') });
      p.step(many, { values: outer.outputs.values.orElse([]) });
    }),
  },
  {
    what: 'conditions of words, joined and negated',
    pipeline: pipeline('it', { by: text({ default: 'x' }) }, (p, { by }) => {
      p.when(and(not(equals(by, 'nobody')), isOneOf(by, ['x', 'y'])), (p) => p.step(notify, { message: by }));
    }),
  },
  {
    what: 'a loop over a list that is known, what belongs together gathered',
    pipeline: pipeline('it', {}, (p) => {
      const models = [
        { name: 'gru', rate: 0.1 },
        { name: "l's", rate: 2e-7 },
      ];
      const scored = p.forEach(
        models,
        (p, m) => {
          const { outputs } = p.step(score, { name: field(m, 'name'), rate: field(m, 'rate') });
          return { value: outputs.value, good: outputs.good };
        },
        { key: 'name' },
      );
      const { outputs } = p.step(train);
      p.step(pick, { scores: scored.members, limit: outputs.accuracy });
    }),
  },
  {
    what: 'a loop over a list that a step makes, gathered',
    pipeline: pipeline('it', {}, (p) => {
      const { outputs } = p.step(score, { name: 'x', rate: 1 });
      const scored = p.forEach(outputs.tags, (p, tag) => p.step(score, { name: tag, rate: 0.5 }, { name: 'each' }));
      p.step(many, { values: scored.outputs.value });
    }),
  },
  {
    what: 'a loop with several steps for each item',
    pipeline: pipeline('it', {}, (p) => {
      p.forEach(['a', 'b'], (p, item) => {
        const { outputs } = p.step(score, { name: item, rate: 1 });
        p.step(notify, { message: fmt`${outputs.value}` });
      });
    }),
    tekton:
      "forEach 'each-score' needs a 'forEach' whose block is more than one task and what it hands on, which Tekton does not have",
  },
  {
    what: 'a loop that runs some at a time',
    pipeline: pipeline('it', {}, (p) => {
      p.forEach(['a', 'b'], (p, item) => p.step(notify, { message: item }), { parallelism: 1 });
    }),
    tekton: "a limit of how many items of a 'forEach' run at a time ('parallelism'), which Tekton does not have",
  },
  {
    what: 'a loop over more than 256 items',
    pipeline: pipeline('it', {}, (p) => {
      const names = Array.from({ length: 257 }, (_, i) => `item-${i}`);
      p.forEach(names, (p, item) => p.step(notify, { message: item }));
    }),
    tekton: "a 'forEach' over more than 256 items, which Tekton does not have",
  },
  {
    what: 'an approval',
    pipeline: pipeline('it', {}, (p) => {
      const asked = p.approval({ expires: Duration.hours(20) });
      p.match(asked.outputs.decision, {
        approve: (p) => p.step(train),
        refuse: hold('refused'),
        expired: hold('expired'),
      });
    }),
    tekton: "'approve' of it needs waiting for a person ('approval'), which Tekton does not have",
  },
  {
    what: 'a row of gates, one reading what another left',
    pipeline: pipeline('it', {}, (p) => {
      const { verdict, reason } = addChecks(builderOf(p), 'row', [
        { name: 'pods', unit: probe, inputs: {} },
        { name: 'smoke', unit: smoke, inputs: { modelVersion: '1' } },
        { name: 'pods-again', unit: probe, inputs: {}, reads: { baseline: { gate: 'pods', output: 'baseline' } } },
      ]);
      p.match(asRef<'pass' | 'fail' | 'error' | 'inconclusive'>(verdict), {
        pass: (p) => p.step(publish, { modelVersion: '1' }),
        fail: (p) => p.step(discard, { reason: asRef<string>(reason) }),
        error: hold(),
        inconclusive: hold(),
      });
    }),
  },
  {
    what: 'a pipeline in a pipeline, with a verdict of its own',
    pipeline: pipeline('it', {}, (p) => {
      const trained = p.step(train);
      const checked = p.step(gated, { modelVersion: trained.outputs.modelVersion });
      p.match(checked.outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
        ...holds,
      });
    }),
  },
  {
    what: 'a unit that decides by the record',
    pipeline: pipeline('it', {}, (p) => {
      const checked = p.step(gated, { modelVersion: '1' });
      p.step(deciding(pipeline('decide', {}, (p) => void p.step(settle))), {}, { after: [checked] });
    }),
  },
  {
    what: 'a finally that is told how it went',
    pipeline: pipeline('it', { who: text({ default: 'me' }) }, (p, { who }) => {
      p.step(train);
      p.finally((p, { status }) => {
        p.step(cleanup, { status: fmt`${who} ${status}` });
        p.match(status, { Succeeded: (p) => p.step(notify, { message: who }), Failed: hold('failed') });
      });
    }),
  },
  {
    what: 'steps of a finally in a row',
    pipeline: pipeline('it', {}, (p) => {
      p.step(train);
      p.finally((p) => {
        const first = p.step(cleanup, { status: 'x' });
        p.step(notify, { message: 'x' }, { after: [first] });
      });
    }),
    tekton:
      "'notify' of finally needs steps of a 'finally' that come after one another, or that need something worked out before, which Tekton does not have",
  },
  {
    what: 'a block that may fail',
    pipeline: pipeline('it', {}, (p) => {
      const tried = p.attempt((p) => p.step(train), { name: 'tried' });
      p.step(notify, { message: tried.outputs.modelVersion.orElse('0') });
    }),
    tekton: "'tried' of it needs a step whose failure the run survives ('attempt'), which Tekton does not have",
  },
  {
    what: 'a finally of a pipeline that is a step',
    pipeline: pipeline('it', {}, (p) => {
      p.step(
        pipeline('tidy', {}, (p) => {
          p.step(train);
          p.finally((p) => void p.step(cleanup, { status: 'x' }));
        }),
      );
    }),
    tekton: "pipeline 'tidy' needs the 'finally' of a pipeline that is a step of another, which Tekton does not have",
  },
  {
    what: 'a task at the end of the whole run, with an account of its own',
    pipeline: pipeline(
      'it',
      {},
      (p) =>
        void p.step(
          withExit(
            pipeline('unit', {}, (p) => void p.step(train)),
            settle,
          ),
        ),
    ),
  },
  {
    what: 'an artifact',
    pipeline: one(make),
    tekton: "'make' needs an artifact handed from step to step ('artifact'), which Tekton does not have",
  },
  {
    what: 'a queue',
    pipeline: pipeline('it', {}, (p) => void p.step(train), { queue: queue('one-at-a-time') }),
    tekton: "pipeline 'it' needs runs that wait for each other ('queue'), which Tekton does not have",
  },
  {
    what: 'a retry of whatever fails',
    pipeline: one(task('again', { image, command: ['again'], retry: { limit: 1, on: 'always' } })),
  },
  {
    what: 'a retry of what the engine lost',
    pipeline: one(task('again', { image, command: ['again'], retry: { limit: 2 } })),
    tekton:
      "the retry of task 'again' needs trying again only after an 'error' or only after a 'failure' ('retry.on'), which Tekton does not have",
  },
  {
    what: 'a retry that waits',
    pipeline: one(
      task('again', {
        image,
        command: ['again'],
        retry: { limit: 2, on: 'always', backoff: { first: Duration.minutes(1) } },
      }),
    ),
    tekton: "the retry of task 'again' needs waiting between attempts ('retry.backoff'), which Tekton does not have",
  },
  {
    what: 'a volume that steps share',
    pipeline: pipeline('it', {}, (p) => {
      const data = Volume.shared('data', { size: '10Gi', accessMode: 'ReadWriteMany', storageClass: 'fast' });
      const fill = p.step(task('fill', { image, command: ['fill'], mounts: { '/data': data } }));
      p.step(task('use', { image, command: ['use'], mounts: { '/in': data } }), {}, { after: [fill] });
    }),
  },
  {
    what: 'two volumes that steps share in one task',
    pipeline: one(
      task('both', {
        image,
        command: ['both'],
        mounts: { '/a': Volume.shared('a', { size: '1Gi' }), '/b': Volume.shared('b', { size: '1Gi' }) },
      }),
    ),
    tekton: "task 'both' needs two 'Volume.shared' in one task, which Tekton does not have",
  },
  {
    what: 'a pod with everything: volumes, a place, a user, sidecars, what runs before, secrets, access',
    pipeline: one(
      task('everything', {
        image,
        outputs: { version: text(), count: integer({ default: 0 }) },
        command: ['python', 'flow.py', '--literal=$(A)'],
        env: { JSON: '{"a": {"b": "c"}}', PASSWORD: secretKey('mlflow', 'password'), RUN: runName, POD: podUid },
        resources: { cpu: { request: '500m', limit: '2' }, memory: { request: '1Gi', limit: '2Gi' } },
        nodeSelector: { 'nvidia.com/gpu.product': 'A100' },
        tolerations: [{ key: 'gpu' }, { key: 'team', value: 'ml', effect: 'NoSchedule' }],
        mounts: {
          '/models': Volume.claim('models', { readOnly: true }),
          '/secret': Volume.secret('mlflow.client'),
          '/settings': Volume.configMap('settings'),
          '/conf': Volume.files('conf', { 'a.json': '{}', 'b.bin': new Uint8Array([0, 255]) }),
          '/scratch': Volume.scratch({ sizeLimit: '2Gi' }),
        },
        writable: ['/home/app/.cache'],
        workingDir: '/app',
        user: 2000,
        timeout: Duration.minutes(90),
        imagePullSecrets: ['registry'],
        init: [{ name: 'fetch', image, command: ['fetch'] }],
        sidecars: [{ name: 'proxy', image, command: ['proxy'] }],
        access: [{ apiGroup: '', resources: ['configmaps'], verbs: ['get'], names: ['a'] }],
      }),
    ),
  },
  {
    what: 'outputs that are more than 4 KB',
    pipeline: one(
      task('large', {
        image,
        command: ['large'],
        outputs: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`n${i}`, number()])),
      }),
    ),
    tekton:
      "task 'large' needs outputs of one task that are larger than Tekton hands on (4 KB, all steps of a pod 12 KB), which Tekton does not have",
  },
];
