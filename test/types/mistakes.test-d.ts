import { Duration } from 'cdk8s';
import {
  atLeast,
  fmt,
  hold,
  Image,
  integer,
  list,
  number,
  oneOf,
  pipeline,
  type Step,
  sequence,
  task,
  text,
  verdict,
} from 'cdk8s-mlops';
import { describe, it } from 'vitest';

const image = Image.tagged('ghcr.io/acme/x:1.0.0');
const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5 }), scenario: oneOf(['normal', 'bad']) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command: ['x'],
});
const gate = task('gate', {
  image,
  inputs: { modelVersion: text() },
  outputs: { verdict: verdict(), reason: text() },
  command: ['x'],
});
const promote = task('promote', {
  image,
  inputs: { modelVersion: text() },
  outputs: { digest: text() },
  command: ['x'],
});
const none = task('none', { image, command: ['x'] });
const tell = task('tell', { image, inputs: { digest: text(), at: text() }, command: ['x'] });
const inputs = { scenario: oneOf(['normal', 'bad']), other: oneOf(['x', 'y']) };

/** Never run: what stands in it is for the compiler. */
const never = (_: () => unknown): void => undefined;

describe('the compiler refuses', () => {
  it('inputs that do not fit', () => {
    never(() =>
      pipeline('p', inputs, (p, { scenario, other }) => {
        const t = p.step(train, { scenario });
        // @ts-expect-error an output that was not declared
        p.step(gate, { modelVersion: t.outputs.modelVersoin });
        // @ts-expect-error a number where text is wanted
        p.step(gate, { modelVersion: t.outputs.accuracy });
        // @ts-expect-error a number where an integer is wanted
        p.step(train, { scenario, epochs: t.outputs.accuracy });
        // @ts-expect-error a ref of another enumeration
        p.step(train, { scenario: other });
        // @ts-expect-error a word that is none of the values
        p.step(train, { scenario: 'nromal' });
        // @ts-expect-error a missing input
        p.step(train, { epochs: 1 });
        // @ts-expect-error no inputs at all
        p.step(train);
        // @ts-expect-error a surplus input
        p.step(gate, { modelVersion: 'm', modelVersio: 'x' });
        // @ts-expect-error an input of a unit that takes none
        p.step(none, { modelVersion: 'm' });
        // @ts-expect-error an option that there is not
        p.step(none, {}, { retries: 2 });
      }),
    );
  });

  it('branches that are not complete', () => {
    never(() =>
      pipeline('p', inputs, (p, { scenario }) => {
        const t = p.step(train, { scenario });
        const g = p.step(gate, { modelVersion: 'm' });
        // @ts-expect-error a missing arm
        p.match(g.outputs.verdict, { pass: (p) => p.step(none), fail: hold(), error: hold() });
        p.match(g.outputs.verdict, {
          pass: hold(),
          fail: hold(),
          error: hold(),
          inconclusive: hold(),
          // @ts-expect-error a surplus arm
          passed: hold(),
        });
        const m = p.match(g.outputs.verdict, {
          pass: (p) => p.step(promote, { modelVersion: 'x' }),
          fail: (p) => p.step(none),
          error: hold(),
          inconclusive: hold(),
        });
        // @ts-expect-error an output that not all arms hand on
        p.step(gate, { modelVersion: m.outputs.digest });
        // @ts-expect-error a match on text
        p.match(t.outputs.accuracy, {});
        // @ts-expect-error an async block
        p.when(atLeast(t.outputs.accuracy, 1), async (p) => p.step(none));
        // @ts-expect-error a loop over a number
        p.forEach(t.outputs.accuracy, (p) => p.step(none));
        // @ts-expect-error an approval that never expires
        p.approval({});
      }),
    );
  });

  it('values that may be absent', () => {
    never(() =>
      pipeline('p', inputs, (p, { scenario }) => {
        const t = p.step(train, { scenario });
        const w = p.when(atLeast(t.outputs.accuracy, 1), (p) => p.step(promote, { modelVersion: 'x' }));
        // @ts-expect-error no default
        p.step(gate, { modelVersion: w.outputs.digest });
        // @ts-expect-error a default of another type
        p.step(gate, { modelVersion: w.outputs.digest.orElse(3) });
        // @ts-expect-error no default in a text
        fmt`${w.outputs.digest}`;
      }),
    );
  });

  it('refs taken for values', () => {
    never(() =>
      pipeline('p', inputs, (p, { scenario }) => {
        const t = p.step(train, { scenario });
        const g = p.step(gate, { modelVersion: 'm' });
        // @ts-expect-error a ref glued to a text
        p.step(gate, { modelVersion: 'v' + t.outputs.modelVersion });
        // @ts-expect-error a ref in a template literal
        p.step(gate, { modelVersion: `v${t.outputs.modelVersion}` });
        // @ts-expect-error a ref compared with a number
        if (t.outputs.accuracy > 0.9) p.step(none);
        // @ts-expect-error a ref compared with a word
        if (g.outputs.verdict === 'pass') p.step(none);
        // @ts-expect-error a list in a text
        fmt`${t.outputs.folds}`;
        // @ts-expect-error a list compared as a number
        atLeast(t.outputs.folds, 1);
      }),
    );
  });

  it('declarations that contradict themselves', () => {
    never(() => {
      // @ts-expect-error a default that is none of the values
      oneOf(['a', 'b'], { default: 'c' });
      // @ts-expect-error a default of another type
      integer({ default: 'a' });
      // @ts-expect-error a list as a word of a command line
      task('q', { image, inputs: { l: list(text()) }, command: ({ inputs }) => [inputs.l] });
      // @ts-expect-error an input that was not declared
      task('q', { image, inputs: { lr: text() }, command: ({ inputs }) => [inputs.lrr] });
      // @ts-expect-error a misspelt property
      task('q', { image, comand: [], command: ['x'] });
      // @ts-expect-error an image that is text
      task('q', { image: 'ghcr.io/acme/x:latest', command: ['x'] });
      // @ts-expect-error a length of time that is a number
      task('q', { image, command: ['x'], timeout: 60 });
      task('q', { image, command: ['x'], timeout: Duration.minutes(1) });
    });
  });

  it('stages that are not fed', () => {
    never(() => {
      // @ts-expect-error nobody hands on 'at'
      sequence(train).followedBy(promote).followedBy(tell);
      const step: Step<{ readonly digest: string }> | undefined = undefined;
      // @ts-expect-error a step that is not there yet
      step.outputs;
    });
  });
});
