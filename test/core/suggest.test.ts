import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/core/suggest';

const word = fc.stringMatching(/^[a-z]{3,12}$/);

describe('a suggestion', () => {
  it.each<readonly [string, readonly string[], string | undefined]>([
    ['acuracy', ['accuracy', 'modelVersion'], 'accuracy'],
    ['nromal', ['normal', 'oversized'], 'normal'],
    ['modelversion', ['accuracy', 'modelVersion'], 'modelVersion'],
    ['MODELVERSION', ['modelVersion'], 'modelVersion'],
    ['epoch', ['epochs', 'epoc'], 'epochs'],
    ['x', ['y'], 'y'],
    ['zebra', ['normal', 'oversized'], undefined],
    ['a', ['accuracy'], undefined],
    ['', ['a'], 'a'],
    ['anything', [], undefined],
    ['constructor', ['konstruktor'], 'konstruktor'],
  ])('for %s among %j is %s', (typed, candidates, meant) => {
    expect(suggest(typed, candidates)).toBe(meant);
  });

  it('is the word itself if it is among them', () => {
    fc.assert(
      fc.property(word, fc.array(word), (typed, others) => {
        expect(suggest(typed, [...others, typed])).toBe(typed);
      }),
    );
  });

  it('is always one of the candidates', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (typed, candidates) => {
        const meant = suggest(typed, candidates);
        if (meant !== undefined) expect(candidates).toContain(meant);
      }),
    );
  });

  it('finds a word with two neighbours swapped, and that one from the word', () => {
    fc.assert(
      fc.property(word, fc.nat(), (name, at) => {
        const i = at % (name.length - 1);
        const swapped = `${name.slice(0, i)}${name[i + 1]}${name[i]}${name.slice(i + 2)}`;
        expect(suggest(swapped, [name])).toBe(name);
        expect(suggest(name, [swapped])).toBe(swapped);
      }),
    );
  });

  it('finds a word with one letter missing, doubled or wrong', () => {
    fc.assert(
      fc.property(word, fc.nat(), (name, at) => {
        const i = at % name.length;
        for (const typed of [
          `${name.slice(0, i)}${name.slice(i + 1)}`,
          `${name.slice(0, i)}${name[i]}${name.slice(i)}`,
          `${name.slice(0, i)}#${name.slice(i + 1)}`,
        ]) {
          expect(suggest(typed, [name])).toBe(name);
        }
      }),
    );
  });

  it('is found in time, whatever is typed', () => {
    const long = 'x'.repeat(2000);
    const before = performance.now();
    suggest(
      long,
      Array.from({ length: 20 }, (_, i) => `${long}${i}`),
    );
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
