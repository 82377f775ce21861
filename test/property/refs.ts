import { boolean, Image, integer, list, number, oneOf, record, task, text } from '../../src/core/index';
import { kebabCase } from '../../src/core/names';
import type { Params, ValuesOf } from '../../src/core/parameter/parameter';
import type { Refs } from '../../src/core/task';
import { member } from '../../src/engines/argo/value/expression';
import type { Place } from '../../src/engines/argo/value/place';

/** Words that differ by little. */
export const words = ['pass', 'fail', 'Pass', 'true', '1', '1.0', '-'] as const;

const params = {
  a: text(),
  b: text(),
  version: text({ pattern: /[0-9]{1,9}/ }),
  rate: number(),
  limit: number(),
  epochs: integer(),
  on: boolean(),
  word: oneOf(words),
  texts: list(text()),
  numbers: list(number()),
  pair: record({ name: text(), rate: number(), on: boolean(), deep: record({ list: list(integer()) }) }),
};

/** Values that are known only when a pipeline runs, one of each kind. */
export const refs: Refs<ValuesOf<typeof params>> = refsOf(params);

export function refsOf<const P extends Params>(inputs: P): Refs<ValuesOf<P>> {
  let known: Refs<ValuesOf<P>> | undefined;
  task('of-refs', {
    image: Image.tagged('example.com/a:1'),
    inputs,
    command: (context) => {
      known = context.inputs as Refs<ValuesOf<P>>;
      return ['a'];
    },
  });
  if (known === undefined) throw new Error('the command was not asked for');
  return known;
}

/** Reads them as a template does that was given them. */
export const place: Place = ({ source }) => {
  if (source.kind !== 'input') throw new Error(`there is no ${source.kind}`);
  const path = ['inputs', 'parameters', kebabCase(source.name)];
  return { tag: path.join('.'), expression: member(path), trusted: true };
};

/** What such a template sees; text as given, other values as a program writes them. */
export function scopeOf(values: { readonly [name: string]: unknown }): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `inputs.parameters.${kebabCase(name)}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
