import { Duration } from 'cdk8s';
import { rawStep, rawTemplate } from '../../../../src/engines/argo/index';
import {
  and,
  argo,
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
  queue,
  record,
  task,
  text,
  WorkflowTemplate,
} from '../../../../src/index';
import { discard, image, modelVersion, notify, publish, smoke, train } from '../units';
import { type Definition, emits } from './definition';

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
const cleanup = task('cleanup', {
  image,
  inputs: { status: text() },
  command: ({ inputs }) => ['cleanup', inputs.status],
});
const make = task('make', {
  image,
  outputs: { model: artifact('/work/model.pt') },
  writable: ['/work'],
  command: ['make'],
});
const use = task('use', { image, inputs: { model: artifact('/in/model.pt') }, command: ['use'] });

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
const tidy = pipeline('tidy', { size: oneOf(['s', 'l'], { default: 's' }) }, (p, { size }) => {
  const { outputs } = p.step(train);
  p.finally((p, { status }) => {
    p.step(cleanup, { status });
    p.match(status, { Succeeded: (p) => p.step(notify, { message: size }), Failed: hold('failed') });
  });
  return { modelVersion: outputs.modelVersion };
});

/** What happens in which order. */
export const flow: { readonly [what: string]: Definition } = {
  'one step': emits(pipeline('it', {}, (p) => void p.step(train))),
  'every kind of input': emits(
    pipeline(
      'it',
      {
        a: text({ default: "it's", doc: 'any text: "quoted"' }),
        b: integer({ min: 1, default: 5 }),
        c: number({ max: 0.5 }),
        d: boolean({ default: false }),
        e: oneOf(['x', 'y']),
        f: list(number()),
        g: record({ name: text(), deep: record({ on: boolean() }) }),
      },
      (p, { a, b, c, d, e, f, g }) => {
        p.step(notify, { message: fmt`${a} ${b} ${c} ${d} ${e}` });
        p.step(pick, { scores: [{ key: a, value: c, good: d }], limit: 1 });
        p.step(notify, { message: field(g, 'name') }, { name: 'field' });
        p.forEach(f, (p, item) => p.step(notify, { message: fmt`${item}` }));
      },
    ),
  ),
  'a gate that holds': emits(
    pipeline('it', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      p.match(outputs.verdict, {
        pass: (p) => p.step(notify, { message: 'x' }),
        fail: hold(),
        error: hold(),
        inconclusive: hold(),
      });
    }),
  ),
  'a gate with an arm for everything': emits(gated),
  'a match whose output is used': emits(
    pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      const sent = p.match(outputs.kind, {
        small: (p) => p.step(publish, { modelVersion: outputs.modelVersion }),
        large: (p) => {
          p.step(notify, { message: 'large' });
          return p.step(publish, { modelVersion: outputs.modelVersion });
        },
      });
      p.step(notify, { message: sent.outputs.digest });
    }),
  ),
  'branches inside branches': emits(
    pipeline('it', { by: text({ default: 'x' }), limit: number({ default: 0.9 }) }, (p, { by, limit }) => {
      const { outputs } = p.step(train);
      const outer = p.when(or(atLeast(outputs.accuracy, limit), not(isOneOf(by, ['a', "b'"]))), (p) => {
        const inner = p.when(and(lessThan(outputs.accuracy, 0.99), equals(outputs.kind, 'small')), (p) =>
          p.step(publish, { modelVersion: outputs.modelVersion }),
        );
        p.step(notify, { message: inner.outputs.digest.orElse('none') });
        return { said: inner.outputs.digest.orElse(by) };
      });
      p.step(notify, { message: outer.outputs.said.orElse(by) });
    }),
  ),
  'a loop over a list that is known': emits(
    pipeline('it', {}, (p) => {
      const models = [
        { name: 'gru', rate: 0.1 },
        { name: "l's", rate: 2e-7 },
      ];
      const scored = p.forEach(models, (p, m) => p.step(score, { name: field(m, 'name'), rate: field(m, 'rate') }), {
        key: 'name',
        parallelism: 1,
      });
      const { outputs } = p.step(train);
      p.step(pick, { scores: scored.members, limit: outputs.accuracy });
    }),
  ),
  'a loop inside a loop': emits(
    pipeline('it', { items: list(text()), item: text() }, (p, { items, item }) => {
      const { outputs } = p.step(score, { name: item, rate: 1 });
      p.forEach(outputs.tags, (p, tag) => {
        p.forEach(items, (p, inner) => p.step(notify, { message: fmt`${tag} ${inner} ${item}` }));
        p.when(equals(tag, 'x'), (p) => p.step(notify, { message: tag }));
      });
    }),
  ),
  'an approval': emits(
    pipeline('it', {}, (p) => {
      const { outputs } = p.step(publish, { modelVersion: '1' });
      const asked = p.approval({ message: 'ship "it"?', expires: Duration.hours(20) });
      p.match(asked.outputs.decision, {
        approve: (p) => p.step(notify, { message: outputs.digest }),
        refuse: hold('refused'),
        expired: hold('expired'),
      });
    }),
  ),
  'a finally, and one of a step': emits(
    pipeline('it', { status: text({ default: 'new' }) }, (p, { status }) => {
      const { outputs } = p.step(tidy, { size: 'l' });
      p.step(notify, { message: fmt`${status}: ${outputs.modelVersion}` });
      p.finally((p, end) => void p.step(cleanup, { status: fmt`${status} ${end.status}` }));
    }),
  ),
  'a pipeline in a pipeline': emits(
    pipeline('it', {}, (p) => {
      const trained = p.step(tidy);
      const checked = p.step(gated, { modelVersion: trained.outputs.modelVersion });
      p.match(checked.outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
        fail: (p) => p.step(discard, { reason: checked.outputs.reason }),
        error: hold(),
        inconclusive: hold(),
      });
    }),
  ),
  'artifacts through a pipeline': emits(
    pipeline('it', {}, (p) => {
      const { outputs } = p.step(make);
      p.step(
        pipeline('inner', { model: artifact('/any') }, (p, { model }) => void p.step(use, { model })),
        { model: outputs.model },
      );
      p.when(equals(fmt`a`, 'a'), (p) => p.step(use, { model: outputs.model }));
    }),
  ),
  'a row of calls between objects': (chart) => {
    const engine = argo('4.0');
    const first = new WorkflowTemplate(chart, 'tidy', { pipeline: tidy, engine });
    const gate = new WorkflowTemplate(chart, 'gated', { pipeline: gated, engine });
    new WorkflowTemplate(chart, 'it', {
      pipeline: pipeline('it', {}, (p) => {
        const { outputs } = p.step(first, { size: 'l' });
        return p.step(gate, { modelVersion: outputs.modelVersion });
      }),
      engine,
    });
  },
  'runs in queues': emits(
    pipeline(
      'it',
      {},
      (p) => void p.step(pipeline('inner', {}, (p) => void p.step(train), { queue: queue('gpu', 2) })),
      {
        queue: queue('one-at-a-time'),
        deadline: Duration.hours(9),
      },
    ),
  ),
  "Argo's own words": (chart) => {
    const other = new WorkflowTemplate(chart, 'other', {
      pipeline: pipeline('other', { message: text() }, (p, { message }) => void p.step(notify, { message })),
      engine: argo('4.0'),
    });
    const wait = rawTemplate('wait', { template: { suspend: { duration: '1s' } } });
    const call = rawStep('call', {
      inputs: { message: text() },
      step: { templateRef: { name: other.name, template: other.name } },
    });
    emits(
      pipeline('it', {}, (p) => {
        const waited = p.step(wait);
        p.step(call, { message: 'x' }, { after: [waited] });
      }),
    )(chart);
  },
  'two hundred steps': emits(
    pipeline('it', {}, (p) => {
      let last = p.step(train);
      for (let i = 1; i < 200; i++) last = p.step(train, {}, { name: `train-${i}`, after: [last] });
    }),
  ),
};
