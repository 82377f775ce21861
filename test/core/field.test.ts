import { describe, expect, it } from 'vitest';
import { define, type Refs } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { promote } from './units';

describe('field', () => {
  it('reads what the record declares', () => {
    define((p, { config, people }) => {
      expect(js.field(config, 'constructor')).toMatchObject({
        type: { kind: 'text' },
        label: "field 'constructor' of input 'config' of pipeline 'p'",
      });
      const body = (q: Untyped, person: unknown) => q.step(promote, { modelVersion: js.field(person, 'name') });
      p.forEach(people, body, { key: 'name' });
    });
  });

  it.each<readonly [string, (refs: Refs) => unknown, string, string]>([
    ['a name that every object inherits', ({ config }) => js.field(config, 'toString'), 'has none', 'lr, constructor'],
    [
      'a misspelt name',
      ({ config }) => js.field(config, 'rl'),
      "field 'rl' is read of input 'config'",
      'lr, constructor',
    ],
    ['no name', ({ config }) => js.field(config), "field undefined is read of input 'config'", 'lr, constructor'],
    ['a field of a literal', () => js.field({ lr: 1 }, 'lr'), "field 'lr' is read of no ref", 'a record'],
    [
      'a field of a list',
      ({ people }) => js.field(people, 'name'),
      "field 'name' is read of input 'people'",
      'a record',
    ],
  ])('can not read %s', (_, read, message, expected) => {
    const problem = problemOf(() => define((__, refs) => read(refs)));
    expect(problem.message).toContain(message);
    expect(problem).toMatchObject({ code: 'MLP1104', expected });
  });
});
