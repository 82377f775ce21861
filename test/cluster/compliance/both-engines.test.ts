import { describe, expect, it } from 'vitest';
import { behaviours } from '../../compliance/behaviours';
import { cases } from './cases';
import { onBothEngines } from './on-both-engines';

const portable = behaviours.filter(({ tekton }) => tekton === undefined);

it('plays every behaviour that both engines have', () => {
  expect(Object.keys(cases)).toEqual(portable.map(({ what }) => what));
});

describe.concurrent.each(portable)('$what', ({ what, pipeline }) => {
  const engines = onBothEngines(pipeline);
  describe.each(cases[what] ?? [])('when $when', ({ when: _, ends, programs, ...played }) => {
    it.each(engines)('ends the same on $name', async ({ play }) => {
      expect(await play(played)).toEqual({ ends, programs });
    });
  });
});
