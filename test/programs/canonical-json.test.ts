import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/programs/canonical-json';
import { InputError } from '../../src/programs/input-error';

/** A value whose members stand in another order, all the way down. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

/** JSON has one zero, and members of one name once. */
const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }).map((each) => JSON.parse(JSON.stringify(each)));

describe('canonical JSON', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(JSON.parse(canonicalJson(given))).toEqual(given);
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(canonicalJson(reversed(given))).toBe(canonicalJson(given));
      }),
    );
  });

  it('differs where values differ', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        expect(same).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
      }),
    );
  });

  // From RFC 8785, 3.2.2 and 3.2.3.
  it('writes the examples of the standard as the standard does', () => {
    const numbers = [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 0.000_000_000_000_000_000_000_000_001];
    expect(canonicalJson({ numbers, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
    const names = {
      '€': 'Euro',
      '\r': 'CR',
      '\ufb33': 'Dalet',
      '1': 'One',
      '😀': 'Smile',
      '\u0080': 'Control',
      ö: 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(Object.entries(names).map(([name]) => name))))).toHaveLength(7);
    expect([...canonicalJson(names).matchAll(/:"(\w+)"/g)].map(([, word]) => word)).toEqual([
      'CR',
      'One',
      'Control',
      'o',
      'Euro',
      'Smile',
      'Dalet',
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined, 1n, () => 1])('has no form for %s', (odd) => {
    expect(() => canonicalJson({ odd: [odd] })).toThrow(InputError);
  });
});

/** By another way than the code under test: sorted first, and written then. */
function sorted(given: unknown): unknown {
  if (Array.isArray(given)) return ['list', ...given.map(sorted)];
  if (typeof given !== 'object' || given === null) return given;
  const members = given as Readonly<Record<string, unknown>>;
  return [
    'members',
    ...Object.keys(members)
      .sort()
      .map((name) => [name, sorted(members[name])]),
  ];
}
