import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName, checkParameterNames, kebabCase } from '../../src/core/names';
import { problemOf } from './problem';

describe('a name', () => {
  it.each(['a', 'train', 'train-model-2', 'x'.repeat(63), 'constructor', 'a--b'])('can be %s', (name) => {
    expect(checkName(name, 'a step')).toBe(name);
  });

  it.each<readonly [string, unknown, string | undefined]>([
    ['empty', '', undefined],
    ['in capitals', 'Train', "call it 'train'"],
    ['in camelCase', 'trainModel', "call it 'train-model'"],
    ['with an underscore', 'train_model', "call it 'train-model'"],
    ['with spaces', 'Train my model', "call it 'train-my-model'"],
    ['with a digit first', '2nd', undefined],
    ['with a dash first', '-a', undefined],
    ['with a dash last', 'a-', undefined],
    ['with a dot', 'a.b', "call it 'a-b'"],
    ['a letter too long', 'x'.repeat(64), `call it '${'x'.repeat(63)}'`],
    ['with a line end', 'a\n', undefined],
    ['outside ASCII', 'größe', "call it 'gr-e'"],
    ['a tag', '{{x}}', undefined],
    ['a word of the expression language', 'not', undefined],
    ['a number', 5, undefined],
    ['nothing', undefined, undefined],
    ['a list', ['a'], undefined],
  ])('can not be %s, and a better one is proposed where there is one', (_, name, fix) => {
    const problem = problemOf(() => checkName(name as string, 'a step', 'release'));
    expect(problem).toMatchObject({ code: 'MLP1005', at: 'release', actual: name });
    expect(problem.message).toContain("a step can't be called");
    expect(problem.fix).toBe(fix);
  });

  it('that is proposed would be taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
        try {
          checkName(name, 'a step');
        } catch (error) {
          const better = /call it '(.*)'/.exec((error as { readonly fix?: string }).fix ?? '')?.[1];
          if (better !== undefined) expect(checkName(better, 'a step')).toBe(better);
        }
      }),
    );
  });
});

describe('the names of parameters', () => {
  it.each<readonly [string, string]>([
    ['epochs', 'epochs'],
    ['modelVersion', 'model-version'],
    ['model-version', 'model-version'],
    ['p95', 'p95'],
    ['p95Latency', 'p95-latency'],
    ['URL', 'url'],
    ['mlflowURL', 'mlflow-url'],
    ['HTTPServer', 'http-server'],
    ['aB', 'a-b'],
  ])('%s is %s in manifests', (name, wire) => {
    expect(kebabCase(name)).toBe(wire);
    expect(() => checkParameterNames([name], 'an input')).not.toThrow();
  });

  it.each<readonly [string, readonly string[], string]>([
    ['an empty one', [''], "an input can't be called ''"],
    ['an underscore', ['model_version'], "an input can't be called 'model_version'"],
    ['a digit first', ['2nd'], "an input can't be called '2nd'"],
    ['a dash last', ['a-'], "an input can't be called 'a-'"],
    ['a space', ['a b'], "an input can't be called 'a b'"],
    ['a dot', ['a.b'], "an input can't be called 'a.b'"],
    ['the key of prototypes', ['__proto__'], "an input can't be called '__proto__'"],
    ['letters outside ASCII', ['größe'], "an input can't be called 'größe'"],
    ['a letter that is ASCII only in lower case', ['tas\u212A'], "an input can't be called 'tas\u212A'"],
    ['64 letters', ['x'.repeat(64)], "an input can't be called 'xxx"],
    ['too many letters in manifests only', ['aB'.repeat(22)], "an input can't be called 'aBaB"],
    [
      'two that become one',
      ['modelVersion', 'model-version'],
      "an input 'model-version' and 'modelVersion' are both 'model-version' in manifests",
    ],
    ['two that differ in capitals', ['url', 'URL'], "an input 'URL' and 'url' are both 'url' in manifests"],
  ])('can not have %s', (_, names, message) => {
    const problem = problemOf(() => checkParameterNames(names, 'an input', 'release'));
    expect(problem).toMatchObject({ code: 'MLP1006', at: 'release', actual: names.at(-1) });
    expect(problem.message).toContain(message);
  });

  it('that pass are different, valid names in manifests', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9-]{1,6}$/);
    const odd = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: word }, odd), { minLength: 1, maxLength: 6 }), (names) => {
        try {
          checkParameterNames(names, 'an input');
        } catch {
          return;
        }
        const wires = names.map(kebabCase);
        expect(new Set(wires).size).toBe(names.length);
        for (const wire of wires) expect(wire).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }),
      { numRuns: 500 },
    );
  });

  it('keep their form when they are written again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/), (name) => {
        expect(kebabCase(kebabCase(name))).toBe(kebabCase(name));
      }),
    );
  });
});
