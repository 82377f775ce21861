import { describe, expect, it } from 'vitest';
import { define, graphOf, inputNames } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { choose, none, promote, train } from './units';

describe('a pipeline', () => {
  it('is data: inputs, outputs, steps in the order they were written', () => {
    const unit = define((p, { tries }) => {
      const trained = p.step(train, { epochs: tries });
      p.step(none);
      return { model: trained.outputs.modelVersion };
    });
    const { kind, name, inputs: declared, outputs, body, deadlineSeconds, queue } = graphOf(unit);
    expect({ kind, name, deadlineSeconds, queue }).toEqual({
      kind: 'pipeline',
      name: 'p',
      deadlineSeconds: undefined,
      queue: undefined,
    });
    expect(Object.keys(declared)).toEqual(inputNames);
    expect(outputs).toEqual({ model: { type: { kind: 'text', pattern: '[A-Za-z0-9._:/@+=,-]*' } } });
    expect(body.nodes.map((node) => `${node.kind} ${node.name}`)).toEqual(['step train', 'step none']);
    expect([unit, body, body.nodes].every(Object.isFrozen)).toBe(true);
  });

  it('can be a step of another one', () => {
    const inner = define((p) => ({ model: p.step(train).outputs.modelVersion }));
    const outer = js.pipeline('outer', {}, (p: Untyped) => {
      const { outputs } = p.step(inner, { mode: 'fast', ratio: 1, people: [], config: { lr: 1, constructor: 'x' } });
      p.step(promote, { modelVersion: outputs.model });
    });
    expect(graphOf(outer).body.nodes.map(({ name }) => name)).toEqual(['p', 'promote']);
  });

  it('takes no notice of what happens to the values it was given afterwards', () => {
    const people = [{ name: 'a', age: 1 }];
    const unit = js.pipeline('outer', {}, (p: Untyped) => {
      p.step(
        define((q) => void q.step(none)),
        { mode: 'fast', ratio: 1, people, config: { lr: 1, constructor: 'x' } },
      );
      people.push({ name: 'b', age: 2 });
    });
    expect(graphOf(unit).body.nodes[0]).toMatchObject({ args: { people: [{ name: 'a', age: 1 }] } });
  });

  it('keeps values with refs in them as they are composed', () => {
    const unit = define((p, { ratio, tries }) => {
      const { accuracy } = p.step(train).outputs;
      p.step(js.task('list', { image: js.Image.tagged('a:1'), command: ['x'], inputs: { l: js.list(js.number()) } }), {
        l: [0.5, ratio, tries, accuracy],
      });
    });
    const [, step] = graphOf(unit).body.nodes;
    expect(step).toMatchObject({ args: { l: { source: { kind: 'compose', value: [0.5, {}, {}, {}] } } } });
  });

  it.each<readonly [string, () => unknown, string, string, string | undefined]>([
    [
      'no name',
      () => js.pipeline(undefined, {}, () => undefined),
      'MLP1005',
      "a pipeline can't be called undefined",
      undefined,
    ],
    [
      'no inputs',
      () => js.pipeline('p', undefined, () => undefined),
      'MLP1001',
      "the inputs of pipeline 'p' are undefined",
      undefined,
    ],
    [
      'the callback in place of the inputs',
      () => js.pipeline('p', () => undefined),
      'MLP1119',
      "pipeline 'p' has no callback",
      undefined,
    ],
    [
      'an input by a value',
      () => js.pipeline('p', { epochs: 5 }, () => undefined),
      'MLP1008',
      "input 'epochs' of pipeline 'p' is declared with 5",
      undefined,
    ],
    ['no steps', () => define(() => undefined), 'MLP1119', "pipeline 'p' has no steps", undefined],
    [
      'a misspelt option',
      () => js.pipeline('p', {}, (p: Untyped) => void p.step(none), { deadlin: 1 }),
      'MLP1007',
      "did you mean 'deadline'?",
      undefined,
    ],
    [
      'a deadline in seconds',
      () => js.pipeline('p', {}, (p: Untyped) => void p.step(none), { deadline: 60 }),
      'MLP1301',
      "the deadline of pipeline 'p' is 60",
      undefined,
    ],
    [
      'a queue by name',
      () => js.pipeline('p', {}, (p: Untyped) => void p.step(none), { queue: 'gpus' }),
      'MLP1005',
      "a queue can't be called",
      undefined,
    ],
    [
      'an input that is read but not declared',
      () => define((_, refs) => (refs as unknown as { readonly mod: unknown }).mod),
      'MLP1104',
      "input 'mod' is read of pipeline 'p', which declares 'mode', 'ratio', 'tries', 'people', 'config' - did you mean 'mode'?",
      'p',
    ],
    [
      'an output with a space',
      () => define((p) => ({ 'a b': p.step(choose).outputs.which })),
      'MLP1006',
      "an output of p can't be called 'a b'",
      'p',
    ],
    [
      'an output that is no ref',
      () => define((p) => ({ digest: p.step(none) && 'sha' })),
      'MLP1119',
      "the callback returns an object whose 'digest' is 'sha'",
      'p',
    ],
    [
      'a ref for outputs',
      () => define((p) => p.step(choose).outputs.which),
      'MLP1119',
      "the callback returns output 'which' of step 'choose'",
      'p',
    ],
    [
      'a list of outputs',
      () => define((p) => [p.step(choose).outputs.which]),
      'MLP1119',
      'the callback returns a list',
      'p',
    ],
    ['a text for outputs', () => define((p) => p.step(none) && 'done'), 'MLP1119', "the callback returns 'done'", 'p'],
    ['an async callback', () => define(async (p) => void p.step(none)), 'MLP1119', 'the callback is async', 'p'],
  ])('can not have %s', (_, declare, code, message, at) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem).toMatchObject({ code, at });
  });

  it('leaves no rejection behind when an async callback fails', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    try {
      problemOf(() =>
        define(async (p) => {
          p.step(train, { epoch: 1 });
        }),
      );
      await new Promise((done) => setTimeout(done, 5));
      expect(rejections).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
