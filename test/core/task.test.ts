import { describe, expect, it } from 'vitest';
import { fmt, pipeline, unitGraph } from '../../src/core/index';
import type { TaskGraph } from '../../src/core/task';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { image, train } from './units';

const q = (definition: object) => js.task('q', { image, command: ['run'], ...definition });
const graphOf = (unit: Untyped): TaskGraph => (unit as unknown as { readonly [unitGraph]: TaskGraph })[unitGraph];

describe('a task', () => {
  it('is a frozen unit with the name and the declared inputs and outputs', () => {
    const unit = q({ inputs: { epochs: js.integer({ default: 5 }) }, outputs: { accuracy: js.number() } });
    expect(Object.isFrozen(unit)).toBe(true);
    expect(graphOf(unit)).toMatchObject({
      kind: 'task',
      name: 'q',
      inputs: { epochs: { type: { kind: 'integer' }, default: 5 } },
      outputs: { accuracy: { type: { kind: 'number' } } },
      verdict: undefined,
    });
  });

  it('is what was declared, even if the objects are changed later', () => {
    const inputs: Record<string, unknown> = { epochs: js.integer() };
    const env: Record<string, unknown> = { A: 'a' };
    const graph = graphOf(q({ inputs, env }));
    inputs.more = js.text();
    env.A = 'b';
    expect(Object.keys(graph.inputs)).toEqual(['epochs']);
    expect(graph.env).toEqual({ A: 'a' });
  });

  it('may be declared with frozen objects and with getters', () => {
    const definition = Object.freeze({
      image,
      command: Object.freeze(['run']),
      get inputs(): unknown {
        return Object.freeze({ x: js.text() });
      },
    });
    expect(Object.keys(graphOf(js.task('q', definition)).inputs)).toEqual(['x']);
  });

  it('hands its inputs to command and env as refs', () => {
    const seen: unknown[] = [];
    const unit = q({
      inputs: { epochs: js.integer() },
      command: ({ inputs }: { inputs: { epochs: never } }) => ['train', fmt`--epochs=${inputs.epochs}`],
      env: ({ inputs }: { inputs: { epochs: { label: string } } }) => {
        seen.push(inputs.epochs.label);
        return { EPOCHS: inputs.epochs };
      },
    });
    expect(seen).toEqual(["input 'epochs' of task 'q'"]);
    expect(graphOf(unit).command[1]).toMatchObject({ source: { kind: 'format' } });
    expect(graphOf(unit).env.EPOCHS).toMatchObject({ source: { kind: 'input', name: 'epochs' } });
  });

  it('is a gate if it has a verdict, also one that was written out', () => {
    expect(graphOf(q({ outputs: { verdict: js.verdict(), reason: js.text() } })).verdict).toBe('verdict');
    const words = js.oneOf(['inconclusive', 'error', 'fail', 'pass']);
    expect(graphOf(q({ outputs: { judgement: words } })).verdict).toBe('judgement');
    expect(graphOf(q({ outputs: { part: js.oneOf(['pass', 'fail']) } })).verdict).toBeUndefined();
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['no definition', () => js.task('q'), 'MLP1001', "task 'q' is given undefined"],
    ['a list for a definition', () => js.task('q', [1]), 'MLP1007', "task 'q' has no property '0'"],
    ['no name', () => js.task(undefined, { image, command: ['x'] }), 'MLP1005', "a task can't be called undefined"],
    ['inputs by name only', () => q({ inputs: ['a'] }), 'MLP1006', "an input of task 'q' can't be called '0'"],
    ['inputs that are text', () => q({ inputs: 'a' }), 'MLP1001', "the inputs of task 'q' are 'a'"],
    [
      'an input by type name',
      () => q({ inputs: { a: 'text' } }),
      'MLP1008',
      "input 'a' of task 'q' is declared with 'text'",
    ],
    ['an output by a value', () => q({ outputs: { a: 0 } }), 'MLP1008', "output 'a' of task 'q' is declared with 0"],
    [
      'an output by its maker',
      () => q({ outputs: { a: js.text } }),
      'MLP1008',
      "output 'a' of task 'q' is declared with a function",
    ],
    [
      'an input called like no other',
      () => q({ inputs: { ['__proto__']: js.text() } }),
      'MLP1006',
      "can't be called '__proto__'",
    ],
    [
      'two verdicts',
      () => q({ outputs: { a: js.verdict(), b: js.verdict() } }),
      'MLP1117',
      "task 'q' declares two verdicts, 'a' and 'b'",
    ],
    [
      'a gate whose number may be missing',
      () => q({ outputs: { verdict: js.verdict(), accuracy: js.number() } }),
      'MLP1117',
      "task 'q' is a gate and may die before it writes 'accuracy'",
    ],
    [
      'a gate with an artifact',
      () => q({ writable: ['/work'], outputs: { verdict: js.verdict(), report: js.artifact('/work/report') } }),
      'MLP1117',
      'write the artifact in a step of its own',
    ],
    [
      'an input that is read but not declared',
      () => q({ inputs: { lr: js.text() }, command: ({ inputs }: { inputs: { lrr: string } }) => [inputs.lrr] }),
      'MLP1104',
      "did you mean 'lr'?",
    ],
    ['an image by name', () => q({ image: 'python:3' }), 'MLP1201', "the image of task 'q' is 'python:3'"],
    ['no image', () => js.task('q', { command: ['x'] }), 'MLP1201', "the image of task 'q' is undefined"],
    [
      'an image made by hand',
      () => q({ image: { reference: 'python:latest' } }),
      'MLP1201',
      `the image of task 'q' is {"reference":"python:latest"}`,
    ],
    ['an async command', () => q({ command: async () => ['x'] }), 'MLP1202', "the command of task 'q' is {}"],
  ])('can not be declared with %s', (_, declare, code, message) => {
    const problem = problemOf(declare);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('knows its own inputs only, not the values of the pipeline around it', () => {
    const foreign = (use: (value: unknown) => object) => () =>
      pipeline('p', {}, (p) => {
        const { accuracy } = p.step(train).outputs;
        p.step(q(use(accuracy)) as never);
      });
    const uses: readonly ((value: unknown) => object)[] = [
      (value) => ({ command: ['run', value] }),
      (value) => ({ command: ['run', fmt`--at=${value as never}`] }),
      (value) => ({ env: { ACCURACY: value } }),
      (value) => ({ sidecars: [{ name: 'side', image, command: ['x'], env: { A: value } }] }),
      (value) => ({ init: [{ name: 'first', image, command: ['x', value] }] }),
    ];
    for (const use of uses) {
      const problem = problemOf(foreign(use));
      expect(problem).toMatchObject({ code: 'MLP1111', at: "task 'q'" });
      expect(problem.message).toContain("task 'q' uses output 'accuracy' of step 'train', made inside p");
      expect(problem.fix).toBe('declare an input, and pass it where the task is a step');
    }
  });

  it('does not take the inputs of another task', () => {
    let leaked: unknown;
    const command = ({ inputs }: { inputs: { a: unknown } }) => {
      leaked = inputs.a;
      return ['x'];
    };
    q({ inputs: { a: js.text() }, command });
    expect(problemOf(() => js.task('r', { image, command: ['x', leaked] }))).toMatchObject({ code: 'MLP1111' });
  });
});
