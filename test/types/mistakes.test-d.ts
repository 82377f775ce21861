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
  sequence,
  task,
  text,
  verdict,
} from 'cdk8s-mlops';
import { test } from 'vitest';

const image = Image.tagged('python:3.12.11-slim');
const command = ['python', 'main.py'];
const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5 }), scenario: oneOf(['normal', 'bad']) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command,
});
const gate = task('gate', {
  image,
  inputs: { modelVersion: text({ pattern: /[0-9]+/ }) },
  outputs: { verdict: verdict(), reason: text() },
  command,
});
const promote = task('promote', { image, inputs: { modelVersion: text() }, outputs: { digest: text() }, command });
const none = task('none', { image, command });
const tell = task('tell', { image, inputs: { digest: text(), at: text() }, command });

// Each line below a comment is refused by the compiler; the comment ends with what the compiler says of it, and
// mistakes.test.ts holds it to that. Mistakes that compile are met at run time, in test/core.
test('the types refuse', () => {
  pipeline('p', { scenario: oneOf(['normal', 'bad']), other: oneOf(['x', 'y']) }, (p, { scenario, other }) => {
    const t = p.step(train, { scenario });
    const g = p.step(gate, { modelVersion: '1' });
    const w = p.when(atLeast(t.outputs.accuracy, 1), (p) => p.step(promote, { modelVersion: 'x' }));

    // @ts-expect-error 01 a misspelt output: Did you mean 'modelVersion'?
    p.step(gate, { modelVersion: t.outputs.modelVersoin }, { name: 'a' });
    // @ts-expect-error 02 an output of the wrong type: Type 'Ref<number>' is not assignable to type 'Input<string>'
    p.step(gate, { modelVersion: t.outputs.accuracy });
    // @ts-expect-error 03 a number for an integer: Type 'Ref<number>' is not assignable to type 'Input<Integer> | undefined'
    p.step(train, { scenario, epochs: t.outputs.accuracy });
    // @ts-expect-error 04 a word of another list: Type 'Ref<"x" | "y">' is not assignable to type 'Input<"bad" | "normal">'
    p.step(train, { scenario: other });
    // @ts-expect-error 05 a misspelt word: Did you mean '"normal"'?
    p.step(train, { scenario: 'nromal' });
    // @ts-expect-error 06 a missing input: Property 'scenario' is missing
    p.step(train, { epochs: 1 });
    // @ts-expect-error 07 no inputs at all: Expected 2-3 arguments, but got 1.
    p.step(train);
    // @ts-expect-error 08 an input that is not taken: Did you mean to write 'modelVersion'?
    p.step(gate, { modelVersion: 'm', modelVersio: 'x' });
    // @ts-expect-error 09 an input of a unit without any: Type 'string' is not assignable to type 'never'.
    p.step(none, { modelVersion: 'm' });
    // @ts-expect-error 10 a missing arm: Property 'inconclusive' is missing
    p.match(g.outputs.verdict, { pass: (p) => p.step(none), fail: hold(), error: hold() });
    const held = { fail: hold(), error: hold(), inconclusive: hold() };
    // @ts-expect-error 11 an arm that never comes: is not assignable to type 'never'
    p.match(g.outputs.verdict, { ...held, pass: (p) => p.step(none), passed: (p) => p.step(none) });
    // @ts-expect-error 12 a value that may be absent: Type 'Maybe<string>' is not assignable to type 'Input<string>'
    p.step(gate, { modelVersion: w.outputs.digest });
    // @ts-expect-error 13 a default of the wrong type: Argument of type 'number' is not assignable to parameter of type 'Input<string>'
    p.step(gate, { modelVersion: w.outputs.digest.orElse(3) });
    // @ts-expect-error 14 a value that may be absent in a text: Argument of type 'Maybe<string>' is not assignable
    fmt`${w.outputs.digest}`;
    const v = 'v';
    // @ts-expect-error 15 a sum of texts: The '+' operator cannot be applied to type 'symbol'
    p.step(gate, { modelVersion: v + t.outputs.modelVersion });
    // @ts-expect-error 16 a template without fmt: Implicit conversion of a 'symbol' to a 'string' will fail at runtime
    p.step(gate, { modelVersion: `v${t.outputs.modelVersion}` });
    // @ts-expect-error 17 a comparison while declaring: The '>' operator cannot be applied to type 'symbol'
    const good = t.outputs.accuracy > 0.9;
    // @ts-expect-error 18 a comparison with a word: the types 'Ref<Verdict>' and 'string' have no overlap
    const passed = g.outputs.verdict === 'pass';
    const m = p.match(g.outputs.verdict, {
      ...held,
      pass: (p) => p.step(promote, { modelVersion: 'x' }),
      fail: (p) => p.step(none),
    });
    // @ts-expect-error 22 an output that not all arms have: Property 'digest' does not exist on type '{}'
    p.step(gate, { modelVersion: m.outputs.digest });
    // @ts-expect-error 23 a loop over one value: Type 'number' is not assignable to type 'readonly unknown[]'
    p.forEach(t.outputs.accuracy, (p) => p.step(none));
    // @ts-expect-error 24 an async callback: Type 'Promise<Step<{}>>' is not assignable to type 'Produced'
    p.when(atLeast(t.outputs.accuracy, 1), async (p) => p.step(none));
    // @ts-expect-error 25 a list in a command line: is not assignable to type 'Argument'
    task('q', { image, inputs: { l: list(text()) }, command: ({ inputs }) => [inputs.l] });
    // @ts-expect-error 26 a misspelt input: Property 'lrr' does not exist on type '{ readonly lr: Ref<string>; }'
    task('q', { image, inputs: { lr: text() }, command: ({ inputs }) => [inputs.lrr] });

    const likely = atLeast(t.outputs.accuracy, 1);
    // @ts-expect-error 49 handing on what may be absent: Type 'OptionalStep<{ readonly digest: string; }>' is not
    p.when(likely, (p) => p.when(likely, (p) => p.step(promote, { modelVersion: 'x' })));

    // @ts-expect-error 32 a step for a value: is not assignable to type 'Input<string>'
    p.step(gate, { modelVersion: t });
    // @ts-expect-error 33 something that is no unit: is not assignable to parameter of type 'Unit<
    p.step('train', {});
    // @ts-expect-error 34 a misspelt option of a step: Did you mean to write 'after'?
    p.step(none, {}, { aftr: [t] });
    // @ts-expect-error 35 text as a step to come after: Type 'string' is not assignable to type 'Ordered'
    p.step(none, {}, { after: ['train'] });
    // @ts-expect-error 36 a ref for a condition: is not assignable to parameter of type 'Condition'
    p.when(g.outputs.verdict, (p) => p.step(none));
    // @ts-expect-error 37 at least a word: is not assignable to parameter of type 'Ref<number>'
    atLeast(g.outputs.verdict, 1);
    // @ts-expect-error 38 an approval without an end: Property 'expires' is missing
    p.approval({ message: 'go?' });
    p.finally((p, { status }) => {
      // @ts-expect-error 39 a word that no run ends with: Property 'Failed' is missing
      p.match(status, { Succeeded: hold() });
      // @ts-expect-error 40 finally inside a block: Property 'finally' does not exist on type 'Scope'
      p.finally(() => {});
    });
    void [good, passed];
  });

  // @ts-expect-error 27 a default that is no word of the list: Type '"c"' is not assignable to type '"a" | "b" | undefined'
  oneOf(['a', 'b'], { default: 'c' });
  // @ts-expect-error 28 a default of another type: Type 'string' is not assignable to type 'number'
  integer({ default: 'a' });
  // @ts-expect-error 29 a row with an input that nothing feeds: input 'at' has no earlier output of that name and type
  sequence(train).followedBy(promote).followedBy(tell);
  // @ts-expect-error 31 a misspelt property: Did you mean to write 'command'?
  task('q', { image, comand: [] });

  // @ts-expect-error 41 an image by name: Type 'string' is not assignable to type 'Image'
  task('q', { image: 'python:3.12.11-slim', command });
  // @ts-expect-error 42 a command line: Type 'string' is not assignable to type 'readonly Argument[] |
  task('q', { image, command: 'python main.py' });
  // @ts-expect-error 43 a variable that is a number: Type 'number' is not assignable to type 'EnvValue'
  task('q', { image, command, env: { EPOCHS: 5 } });
  // @ts-expect-error 44 cores as a number: Type 'number' is not assignable to type 'string | RequestAndLimit
  task('q', { image, command, resources: { cpu: 2 } });
  // @ts-expect-error 45 a pattern that is text: Type 'string' is not assignable to type 'RegExp'
  text({ pattern: '[a-z]+' });
  // @ts-expect-error 46 a type name for a parameter: Type 'string' is not assignable to type 'Param<unknown
  task('q', { image, command, inputs: { epochs: 'integer' } });
  // @ts-expect-error 47 a row fed by another type: input 'modelVersion' has no earlier output of that name and type
  sequence(task('count', { image, command, outputs: { modelVersion: number() } })).followedBy(gate);
  // @ts-expect-error 48 a misspelt option of a parameter: Did you mean to write 'default'?
  integer({ defualt: 5 });
});

test('a row can be awaited by mistake without harm: it has no then', async () => {
  const row = sequence(train);
  // 30 the linter's rule, not the compiler's: awaiting it gives the row itself.
  const awaited: typeof row = await row;
  awaited.followedBy(promote);
});
