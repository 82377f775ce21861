import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/core/error';
import { define, type Refs } from './define';
import { js, type Untyped } from './plain-javascript';
import { choose, gate, image, none, train } from './units';

/** Values that definitions in plain JavaScript are given by mistake or to break them. */
function values(p: Untyped, refs: Refs): fc.Arbitrary<unknown> {
  const circle: Record<string, unknown> = {};
  circle.self = [circle];
  const trained = p.step(train);
  const special: readonly unknown[] = [
    undefined,
    null,
    Number.NaN,
    1n,
    Symbol('s'),
    circle,
    () => undefined,
    () => circle,
    (): never[] => [],
    async () => undefined,
    new Date(0),
    new Map([['a', 1]]),
    /a/g,
    new Proxy({}, {}),
    Object.freeze({ name: 'a', key: Object.freeze([]) }),
    Object.create(null),
    JSON.parse('{"__proto__":{"x":1},"constructor":"a","toString":5}'),
    ['__proto__'],
    'constructor',
    '\u0000\n{{x}}$(y)`${z}`\'"',
    '\ud800',
    'ünïcödé🎉',
    'x'.repeat(10_000),
    trained,
    trained.outputs,
    trained.outputs.accuracy,
    { ...(trained.outputs.accuracy as object) },
    [trained.outputs.accuracy],
    refs.mode,
    p.when(js.equals(refs.mode, 'fast'), (q: Untyped) => q.step(choose)).outputs.which,
    js.equals(refs.mode, 'fast'),
    p,
    train,
    js.text(),
    js.hold(),
    js.Volume.scratch(),
    image,
    js.secretKey('a', 'b'),
  ];
  const any = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...special) },
    fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, withDate: true, withMap: true }),
    fc.string({ unit: 'binary' }),
  );
  const keys = fc.constantFrom(
    ...[
      'name',
      'command',
      'env',
      'image',
      'size',
      'limit',
      'test',
      'volume',
      'from',
      'reference',
      'hold',
      'type',
      'kind',
    ],
    ...['default', 'min', 'max', 'pattern', 'after', 'key', 'fast', 'slow', 'expires', 'toMilliseconds', 'constructor'],
  );
  return fc.oneof(any, fc.array(any, { maxLength: 3 }), fc.dictionary(keys, any, { maxKeys: 3 }));
}

/** What is called with one to three such values. */
function calls(p: Untyped, refs: Refs): Readonly<Record<string, (...given: readonly unknown[]) => unknown>> {
  const maybe = p.when(js.equals(refs.mode, 'fast'), (q: Untyped) => q.step(choose)).outputs.which;
  const body = (q: Untyped) => void q.step(none);
  const taskKeys = [
    ...['inputs', 'outputs', 'command', 'env', 'image', 'resources', 'mounts', 'writable', 'workingDir', 'timeout'],
    ...['retry', 'user', 'exempt', 'imagePullSecrets', 'sidecars', 'init', 'access', 'nodeSelector', 'tolerations'],
  ];
  const tasks = taskKeys.map((key) => [
    `task with ${key}`,
    (value: unknown) => js.task('q', { image, command: ['x'], [key]: value }),
  ]);
  return {
    ...Object.fromEntries(tasks),
    text: js.text,
    integer: js.integer,
    number: js.number,
    boolean: js.boolean,
    oneOf: js.oneOf,
    list: js.list,
    record: js.record,
    artifact: js.artifact,
    fmt: js.fmt,
    'fmt of a value': (value) => js.fmt(['a', 'b'], value),
    hold: js.hold,
    queue: js.queue,
    secretKey: js.secretKey,
    configKey: js.configKey,
    pinned: js.Image.pinned,
    tagged: js.Image.tagged,
    scratch: js.Volume.scratch,
    shared: js.Volume.shared,
    claim: js.Volume.claim,
    secret: js.Volume.secret,
    configMap: js.Volume.configMap,
    files: js.Volume.files,
    task: js.task,
    pipeline: js.pipeline,
    'pipeline with inputs': (inputs, options) => js.pipeline('q', inputs, body, options),
    'pipeline that returns': (produced) => js.pipeline('q', {}, (q: Untyped) => q.step(none) && produced),
    step: p.step,
    'step of a unit': (inputs, options) => p.step(gate, inputs, options),
    match: p.match,
    'match on a word': (arms, options) => p.match(refs.mode, arms, options),
    when: p.when,
    'when with a condition': (callback, options) => p.when(js.equals(refs.mode, 'fast'), callback, options),
    forEach: p.forEach,
    'forEach over items': (items, options) => p.forEach(items, body, options),
    'forEach with options': (options) => p.forEach(refs.people, body, options),
    approval: p.approval,
    finally: p.finally,
    equals: js.equals,
    'equals a value': (value) => js.equals(refs.mode, value),
    isOneOf: js.isOneOf,
    'isOneOf values': (given) => js.isOneOf(refs.mode, given),
    atLeast: js.atLeast,
    'atLeast a value': (value) => js.atLeast(refs.ratio, value),
    and: js.and,
    not: js.not,
    field: js.field,
    'field of a record': (name) => js.field(refs.config, name),
    orElse: maybe.orElse.bind(maybe),
    sequence: js.sequence,
    followedBy: js.sequence(train).followedBy,
  };
}

const names = (): readonly string[] => {
  let found: readonly string[] = [];
  define((p, refs) => {
    found = Object.keys(calls(p, refs));
  });
  return found;
};

describe('whatever is given to it', () => {
  it.each(names())('%s either takes it or says what is wrong with it', (name) => {
    define((p, refs) => {
      const call = calls(p, refs)[name] ?? (() => undefined);
      fc.assert(
        fc.property(fc.array(values(p, refs), { minLength: 1, maxLength: 3 }), (given) => {
          try {
            call(...given);
          } catch (error) {
            expect(error).toBeInstanceOf(PipelineError);
            expect((error as PipelineError).message).toMatch(/^MLP1\d{3}: \S/);
          }
        }),
        { numRuns: 100 },
      );
    });
  });
});
