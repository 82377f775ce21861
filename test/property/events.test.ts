import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { argoEvents } from '../../src/engines/events/index';
import { tekton } from '../../src/engines/tekton/index';
import {
  argo,
  boolean,
  type EngineTarget,
  EventFrom,
  EventTrigger,
  Image,
  integer,
  number,
  oneOf,
  pipeline,
  secretKey,
  task,
  text,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { askEvents, type Call, canAskEvents, type EventAnswer, type TektonCall } from './ask-events';
import { hostileText, longText } from './hostile';

const image = Image.tagged('example.com/a:1.0');
const inputs = {
  commit: text({ pattern: /[0-9a-f]{40}/ }),
  scenario: oneOf(['normal', 'small']),
  epochs: integer({ min: 1, max: 9 }),
  accuracy: number({ min: 0, max: 1 }),
  force: boolean(),
  note: text(),
  // As wide as a pattern can be.
  title: text({ pattern: /[^\n]*/ }),
};
type Name = keyof typeof inputs;
const train = task('train', { image, inputs, command: ['train'] });
const run = pipeline('training', inputs, (p, given) => void p.step(train, given));

/** What the trigger emits, for calls with a token whose body has all inputs below `model`. */
function emitted(engine: EngineTarget, more: object) {
  const called = EventFrom.webhook({ path: '/trained', secret: secretKey('calls', 'token') });
  const value = (name: Name) => called.value(`model.${name}`);
  return emittedBy((chart) => {
    const names = Object.keys(inputs) as Name[];
    const taken = Object.fromEntries(names.map((name) => [name, value(name)])) as never;
    new EventTrigger(chart, 'on-call', { engine, on: called, run, inputs: taken, ...more });
  });
}

const good = {
  commit: '0123456789abcdef0123456789abcdef01234567',
  scenario: 'small',
  epochs: 3,
  accuracy: 0.93,
  force: true,
  note: 'refs/heads/main',
  title: 'It\'s "fine" & 日本 <b>',
};

/** Whether a value of JSON is one of the input. A text of Argo Events may be a number that is written down. */
const fits: { readonly [K in Name]: (value: string) => boolean } = {
  commit: (value) => /^[0-9a-f]{40}$/.test(value),
  scenario: (value) => ['normal', 'small'].includes(value),
  epochs: (value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 9,
  accuracy: (value) => /^[\d.e-]+$/.test(value) && Number(value) >= 0 && Number(value) <= 1,
  force: (value) => value === 'true' || value === 'false',
  note: (value) => /^[A-Za-z0-9._:/@+=,-]*$/.test(value),
  title: (value) => !value.includes('\n'),
};

const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 1, arbitrary: longText },
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    9,
    1.5,
    1e21,
    1e300,
    '1',
    '0.5',
    'true',
    '',
    '1e0',
    ' 1',
    '٣',
    '１',
  ),
  fc.array(hostileText, { maxLength: 3 }),
  fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
  fc.constantFrom<unknown>(['normal'], [1], { normal: 1 }, [[]], [null], { '': '' }),
);

/** Bodies that are good, but for some fields. */
const bodies = fc
  .sample(
    fc.record({
      spoiled: fc.subarray(Object.keys(inputs) as Name[], { maxLength: 2 }),
      values: fc.array(json, { minLength: 2, maxLength: 2 }),
      missing: fc.boolean(),
    }),
    { numRuns: 800, seed: 11 },
  )
  .map(({ spoiled, values, missing }) => {
    const model: { [name: string]: unknown } = { ...good };
    for (const [i, name] of spoiled.entries()) {
      if (missing && i === 0) delete model[name];
      else model[name] = values[i];
    }
    return model;
  });

const texts = [
  ...[good, ...bodies].map((model) => JSON.stringify({ model })),
  // A key twice: who checks and who takes must read the same.
  `{"model":${JSON.stringify({ ...good, note: 'ok' }).replace('"note":"ok"', '"note":"ok","note":"{{= 1 }}"')}}`,
  `{"model":${JSON.stringify({ ...good, note: 'ok' }).replace('"note":"ok"', '"note":"{{= 1 }}","note":"ok"')}}`,
  `{"model":${JSON.stringify(good)},"model":{"note":"{{= 1 }}"}}`,
  '[]',
  'null',
  '"model"',
  '{',
  '',
  `{"model":${JSON.stringify({ ...good, title: 'x' }).replace('"x"', '"\\u007b\\u007b= 1 }}"')}}`,
  `{"model":${JSON.stringify({ ...good, title: 'x' }).replace('"x"', '"\\ud800"')}}`,
];

describe.skipIf(!canAskEvents)('what a caller sends', () => {
  const engines: readonly {
    readonly name: string;
    readonly tag: string;
    readonly ask: (bodies: readonly string[]) => readonly EventAnswer[];
    readonly valuesOf: (created: unknown) => readonly { readonly name: string; readonly value: unknown }[];
    readonly expected: () => unknown;
  }[] = [
    {
      name: 'Argo Events',
      tag: '{{',
      ask: (given) => {
        const object = emitted(argo('4.0'), { events: argoEvents('1.9') }).one('Sensor');
        // What the source puts on the bus; it refuses what is no JSON.
        return askEvents(
          given.map((body) => ({ sensor: { object, events: { webhook: `{"header":{},"body":${body}}` } } })),
        );
      },
      valuesOf: (created) =>
        (created as { spec: { arguments: { parameters: { name: string; value: string }[] } } }).spec.arguments
          .parameters,
      expected: () =>
        (
          emitted(argo('4.0'), { events: argoEvents('1.9') }).one('Sensor').spec as {
            triggers: { template: { k8s: { source: { resource: unknown } } } }[];
          }
        ).triggers[0]?.template.k8s.source.resource,
    },
    {
      name: 'Tekton Triggers',
      tag: '$(',
      ask: (given) => {
        const { one } = emitted(tekton('1.15'), {});
        const objects = {
          listener: one('EventListener'),
          binding: one('TriggerBinding'),
          template: one('TriggerTemplate'),
        };
        const headers = { Authorization: 'Bearer hunter2' };
        return askEvents(
          given.map((body) => ({ tekton: { ...objects, headers, body, secret: 'hunter2', path: '/trained' } })),
        );
      },
      valuesOf: (created) => (created as { spec: { params: { name: string; value: string }[] } }).spec.params,
      expected: () =>
        (emitted(tekton('1.15'), {}).one('TriggerTemplate').spec as { resourcetemplates: unknown[] })
          .resourcetemplates[0],
    },
  ];

  describe.each(engines)('by $name', ({ ask, valuesOf, expected, tag }) => {
    let answers: readonly EventAnswer[] = [];
    beforeAll(() => {
      answers = ask(texts);
    }, 1_800_000);

    it('starts a run with exactly these values, if all are good', () => {
      const values = Object.fromEntries(valuesOf(answers[0]?.created).map(({ name, value }) => [name, value]));
      expect(values).toEqual(Object.fromEntries(Object.entries(good).map(([name, value]) => [name, String(value)])));
    });

    it('starts nothing, or a run whose values fit their inputs and are evaluated by nobody', () => {
      const odd = answers.flatMap((answer, i) => {
        if (answer.created === undefined) return [];
        return valuesOf(answer.created).flatMap(({ name, value }) =>
          typeof value === 'string' && fits[name as Name](value) && !value.includes(tag) && value.length <= 4000
            ? []
            : [{ body: texts[i], name, value }],
        );
      });
      expect(odd).toEqual([]);
    });

    it('hands on a text exactly as it was sent, and nothing that is no text', () => {
      const sent = [good, ...bodies] as readonly { readonly [name: string]: unknown }[];
      const odd = sent.flatMap((model, i) => {
        const { created } = answers[i] ?? {};
        if (created === undefined) return [];
        const values = valuesOf(created).filter(({ name }) => ['commit', 'note', 'title'].includes(name));
        return values.filter(({ name, value }) => value !== model[name]).map((value) => ({ ...value, model }));
      });
      expect(odd).toEqual([]);
    });

    it('changes nothing of the run but the values', () => {
      const bare = (run: unknown) =>
        JSON.stringify(run, (key, value: unknown) => (key === 'value' ? '' : value), 0)
          .split(/[{},]/)
          .sort();
      const wanted = bare(expected());
      const odd = answers.filter(({ created }) => created !== undefined && bare(created).join() !== wanted.join());
      expect(odd).toEqual([]);
    });

    it('is most often refused when something is spoiled, never half taken', () => {
      const started = answers.filter(({ created }) => created !== undefined).length;
      expect(started).toBeGreaterThan(20);
      expect(answers.filter(({ refused }) => refused !== undefined).length).toBeGreaterThan(400);
      // What the filter lets through can be made.
      expect(answers.flatMap(({ failed }) => failed ?? [])).toEqual([]);
    });
  });

  it('is refused on Tekton without the token of the Secret, or on another path', () => {
    const { one } = emitted(tekton('1.15'), {});
    const objects = {
      listener: one('EventListener'),
      binding: one('TriggerBinding'),
      template: one('TriggerTemplate'),
    };
    const body = JSON.stringify({ model: good });
    const calls: readonly Pick<TektonCall, 'headers' | 'path'>[] = [
      { headers: { Authorization: 'Bearer hunter2' }, path: '/trained' },
      { headers: { Authorization: 'Bearer hunter3' }, path: '/trained' },
      { headers: { Authorization: 'hunter2' }, path: '/trained' },
      { headers: { Authorization: 'Bearer ' }, path: '/trained' },
      { headers: {}, path: '/trained' },
      { headers: { Authorization: 'Bearer hunter2' }, path: '/other' },
    ];
    const said = askEvents(calls.map((call) => ({ tekton: { ...objects, ...call, body, secret: 'hunter2' } })));
    expect(said.map(({ created }) => created !== undefined)).toEqual([true, false, false, false, false, false]);
    expect(said.slice(1).every(({ refused }) => refused !== undefined)).toBe(true);
  });
});

describe.skipIf(!canAskEvents)('a push to GitHub', () => {
  const push = EventFrom.github({
    owner: 'acme',
    repository: ['fraud', 'churn'],
    push: ['main', 'release/1.x'],
    secret: secretKey('github-webhook', 'secret'),
  });
  const pushed = (engine: EngineTarget, more: object) =>
    emittedBy((chart) => {
      const commit = text({ pattern: /[0-9a-f]{40}/ });
      const tell = task('tell', { image, inputs: { commit }, command: ['tell'] });
      const unit = pipeline('telling', { commit }, (p, given) => void p.step(tell, given));
      new EventTrigger(chart, 'on-push', {
        engine,
        on: push,
        run: unit,
        inputs: { commit: push.value('after') },
        ...more,
      });
    });

  const event = { ref: 'refs/heads/main', after: good.commit, deleted: false, repository: { full_name: 'acme/fraud' } };
  const call = (body: unknown, { secret = 'hunter2', kind = 'push', header = 'X-Hub-Signature-256' } = {}): Call => {
    const given = JSON.stringify(body);
    const signature = `sha256=${createHmac('sha256', secret).update(given).digest('hex')}`;
    return {
      body: given,
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': kind,
        'X-GitHub-Delivery': '1',
        [header]: signature,
      },
    };
  };

  const cases: readonly { readonly what: string; readonly call: Call; readonly starts: boolean }[] = [
    { what: 'to main starts training', call: call(event), starts: true },
    {
      what: 'to the other branch starts it, too',
      call: call({ ...event, ref: 'refs/heads/release/1.x' }),
      starts: true,
    },
    { what: 'to another branch is filtered', call: call({ ...event, ref: 'refs/heads/feature' }), starts: false },
    {
      what: 'to a branch that begins alike is filtered',
      call: call({ ...event, ref: 'refs/heads/main2' }),
      starts: false,
    },
    {
      what: 'to a branch whose dot is none is filtered',
      call: call({ ...event, ref: 'refs/heads/release/1yx' }),
      starts: false,
    },
    { what: 'of a tag is filtered', call: call({ ...event, ref: 'refs/tags/main' }), starts: false },
    { what: 'with another signature is rejected', call: call(event, { secret: 'hunter3' }), starts: false },
    { what: 'without a signature is rejected', call: call(event, { header: 'X-Other' }), starts: false },
    {
      what: 'that was changed after it was signed is rejected',
      call: { ...call(event), body: JSON.stringify({ ...event, a: 1 }) },
      starts: false,
    },
    { what: 'that deletes the branch is filtered', call: call({ ...event, deleted: true }), starts: false },
    {
      what: 'of another repository is filtered',
      call: call({ ...event, repository: { full_name: 'acme/other' } }),
      starts: false,
    },
    {
      what: 'with a commit that is none is filtered',
      call: call({ ...event, after: '{{workflow.name}}' }),
      starts: false,
    },
    { what: 'that is another kind of event is filtered', call: call(event, { kind: 'ping' }), starts: false },
  ];

  const answers: Record<'argo' | 'tekton', readonly EventAnswer[]> = { argo: [], tekton: [] };
  const bus: EventAnswer[] = [];
  beforeAll(() => {
    bus.push(...askEvents(cases.map((each) => ({ github: { secret: 'hunter2', ...each.call } }))));
    const sensor = pushed(argo('4.0'), { events: argoEvents('1.9') }).one('Sensor');
    const passed = askEvents(
      bus.map((each) => ({ sensor: { object: sensor, events: { github: each.event ?? '{}' } } })),
    );
    answers.argo = bus.map((each, i) => (each.event === undefined ? each : (passed[i] ?? {})));
    const { one } = pushed(tekton('1.15'), {});
    const objects = {
      listener: one('EventListener'),
      binding: one('TriggerBinding'),
      template: one('TriggerTemplate'),
    };
    answers.tekton = askEvents(
      cases.map((each) => ({ tekton: { ...objects, ...each.call, secret: 'hunter2', path: '/' } })),
    );
  }, 1_800_000);

  it.each(cases.map((each, i) => ({ ...each, i })))('$what', ({ i, starts }) => {
    for (const [engine, said] of Object.entries(answers)) {
      const { created, refused = '' } = said[i] ?? {};
      expect({ engine, starts: created !== undefined, refused: refused !== '' }).toEqual({
        engine,
        starts,
        refused: !starts,
      });
      if (starts) expect(JSON.stringify(created)).toContain(`{"name":"commit","value":"${good.commit}"}`);
    }
  });

  it('with a bad signature does not reach the bus', () => {
    const rejected = cases.flatMap(({ what }, i) => (what.endsWith('is rejected') ? [bus[i]?.event] : []));
    expect(rejected).toEqual([undefined, undefined, undefined]);
  });
});
