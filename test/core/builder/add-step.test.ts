import { describe, expect, it } from 'vitest';
import { box, define, graphOf, type Refs } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { choose, gate, none, other, train } from '../units';

const { equals } = js;

describe('a step', () => {
  it.each<readonly [string, (p: Untyped, refs: Refs) => unknown, string, string]>([
    ['nothing', (p) => p.step(), 'MLP1109', "undefined can't be a step"],
    ['a name', (p) => p.step('train'), 'MLP1109', "'train' can't be a step"],
    ['a function', (p) => p.step(() => train), 'MLP1109', "a function can't be a step"],
    [
      'an object that looks like a unit',
      (p) => p.step({ name: 'train' }),
      'MLP1109',
      `{"name":"train"} can't be a step`,
    ],
    ['another step', (p) => p.step(p.step(train)), 'MLP1109', "an object with id, outputs can't be a step"],
    [
      'a misspelt input',
      (p) => p.step(train, { epoch: 1 }),
      'MLP1101',
      "step 'train' is given 'epoch', which task 'train' does not take - did you mean 'epochs'?",
    ],
    [
      'an input of a unit that takes none',
      (p) => p.step(none, { a: 1 }),
      'MLP1101',
      "step 'none' is given 'a', which task 'none' does not take",
    ],
    ['an input that every object inherits', (p) => p.step(none, { toString: 1 }), 'MLP1101', "is given 'toString'"],
    [
      'an own input called __proto__',
      (p) => p.step(none, JSON.parse('{"__proto__":1}')),
      'MLP1101',
      "is given '__proto__'",
    ],
    ['an input that is undefined but unknown', (p) => p.step(none, { a: undefined }), 'MLP1101', "is given 'a'"],
    [
      'inputs that are a function',
      (p) => p.step(train, () => ({ epochs: 1 })),
      'MLP1001',
      "step 'train' is given a function",
    ],
    ['no inputs', (p) => p.step(gate), 'MLP1102', "step 'gate' is not given 'modelVersion', which task 'gate' needs"],
    [
      'an input that is undefined',
      (p) => p.step(gate, { modelVersion: undefined }),
      'MLP1102',
      "is not given 'modelVersion'",
    ],
    [
      'an input that is null',
      (p) => p.step(gate, { modelVersion: null }),
      'MLP1001',
      "input 'modelVersion' of step 'gate' is null",
    ],
    ['a wrong literal', (p) => p.step(train, { epochs: '5' }), 'MLP1001', "input 'epochs' of step 'train' is '5'"],
    ['a literal out of bounds', (p) => p.step(train, { epochs: 0 }), 'MLP1001', "input 'epochs' of step 'train' is 0"],
    [
      'a fraction for an integer',
      (p) => p.step(train, { epochs: 1.5 }),
      'MLP1001',
      "input 'epochs' of step 'train' is 1.5",
    ],
    [
      'a step for a value',
      (p) => p.step(gate, { modelVersion: p.step(train) }),
      'MLP1001',
      "input 'modelVersion' of step 'gate' is an object with id, outputs",
    ],
    [
      'a list with a ref for text',
      (p) => p.step(gate, { modelVersion: [p.step(choose).outputs.which] }),
      'MLP1001',
      "input 'modelVersion' of step 'gate' is a list",
    ],
    [
      'a copied ref',
      (p) => p.step(gate, { modelVersion: { ...(p.step(choose).outputs.which as object) } }),
      'MLP1001',
      "input 'modelVersion' of step 'gate' is an object with scope",
    ],
    [
      'a number for text',
      (p) => p.step(gate, { modelVersion: p.step(train).outputs.accuracy }),
      'MLP1108',
      "input 'modelVersion' of step 'gate' gets output 'accuracy' of step 'train', which is a number",
    ],
    [
      'a number for an integer',
      (p, { ratio }) => p.step(train, { epochs: ratio }),
      'MLP1108',
      "input 'epochs' of step 'train' gets input 'ratio' of pipeline 'p', which is a number",
    ],
    [
      'one list for another',
      (p) => p.step(gate, { modelVersion: p.step(train).outputs.folds }),
      'MLP1108',
      'which is a list (each: a number)',
    ],
    [
      'an output that is not there',
      (p) => p.step(gate, { modelVersion: p.step(train).outputs.acuracy }),
      'MLP1104',
      "output 'acuracy' is read of step 'train', which declares 'accuracy', 'modelVersion', 'folds' - did you mean 'accuracy'?",
    ],
    [
      'an output of a unit without any',
      (p) => p.step(none).outputs.digest,
      'MLP1104',
      "output 'digest' is read of step 'none', which declares none",
    ],
    ['a name twice', (p) => [p.step(none), p.step(none)], 'MLP1112', "two steps are called 'none'"],
    [
      'a given name twice',
      (p) => [p.step(none), p.step(other, {}, { name: 'none' })],
      'MLP1112',
      "two steps are called 'none'",
    ],
    ['a name in capitals', (p) => p.step(none, {}, { name: 'Train' }), 'MLP1005', "a step can't be called 'Train'"],
    ['a very long name', (p) => p.step(none, {}, { name: 'x'.repeat(64) }), 'MLP1005', "a step can't be called 'xxx"],
    ['a misspelt option', (p) => p.step(none, {}, { nmae: 'x' }), 'MLP1007', "did you mean 'name'?"],
    [
      'a step to come after that is none',
      (p) => p.step(none, {}, { after: ['train'] }),
      'MLP1111',
      "step 'none' is to come after 'train'",
    ],
    [
      'one step to come after',
      (p) => p.step(none, {}, { after: p.step(other) }),
      'MLP1001',
      `step 'none' is to come after {"id":"other","outputs":{}}`,
    ],
    [
      'a step of another pipeline to come after',
      (p) => {
        const foreign = box();
        js.pipeline('q', {}, (q: Untyped) => {
          foreign.put(q.step(other));
        });
        p.step(none, {}, { after: [foreign.get()] });
      },
      'MLP1111',
      "step 'none' is to come after 'other' of q",
    ],
  ])('can not be or have %s', (_, body, code, message) => {
    const problem = problemOf(() => define(body));
    expect(problem.message).toContain(message);
    expect(problem).toMatchObject({ code, at: 'p' });
  });

  it('waits for the steps named by after, also those of a block around', () => {
    const unit = define((p, { mode }) => {
      const first = p.step(none);
      p.when(equals(mode, 'fast'), (q: Untyped) => {
        const second = q.step(other);
        q.step(train, {}, { after: [first, second] });
      });
    });
    const [, when] = graphOf(unit).body.nodes;
    expect(when?.kind === 'when' && when.body.nodes[1]?.after.map(({ name }) => name)).toEqual(['none', 'other']);
  });

  it('may take null in place of no inputs', () => {
    expect(() => define((p) => void p.step(none, null, null))).not.toThrow();
  });

  it('may be given what every object inherits, if that is declared', () => {
    const unit = js.task('odd', {
      image: js.Image.tagged('a:1'),
      command: ['x'],
      inputs: { constructor: js.text(), toString: js.text({ default: '' }) },
    });
    expect(problemOf(() => define((p) => void p.step(unit, {})))).toMatchObject({ code: 'MLP1102' });
    expect(() => define((p) => void p.step(unit, { constructor: 'a' }))).not.toThrow();
  });
});
