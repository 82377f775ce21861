import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compiler';

const header = `import {
  atLeast, boolean, equals, fmt, hold, Image, integer, list, number, oneOf, pipeline, task, text, verdict,
} from 'cdk8s-mlops';
const image = Image.tagged('ghcr.io/acme/train:1.4.2');
`;

/**
 * A pipeline as people write them, with so many steps of tasks of their own, each with three inputs and outputs: five in
 * the flow, then one behind a verdict, one behind a condition and one in a loop, and so on.
 */
function source(steps: number): string {
  const tasks = Array.from({ length: steps }, (_, i) => {
    const outputs =
      i % 8 === 4 ? 'verdict: verdict(), reason: text()' : 'model: text(), score: number(), folds: list(number())';
    return `const task${i} = task('task-${i}', {
  image,
  inputs: { model: text(), rate: number({ default: 0.5, min: 0 }), mode: oneOf(['fast', 'slow', 'exact'], { default: 'fast' }) },
  outputs: { ${outputs} },
  command: ({ inputs }) => ['python', 'main.py', fmt\`--rate=\${inputs.rate}\`, '--mode', inputs.mode],
  env: ({ inputs }) => ({ MODEL: inputs.model }),
});`;
  });
  const lines: string[] = ['let model = start;'];
  let model = 'start';
  let gate = '';
  for (let i = 0; i < steps; i++) {
    const given = `{ model: ${model}, rate: 0.1, mode }`;
    switch (i % 8) {
      case 4:
        lines.push(`const s${i} = p.step(task${i}, ${given});`);
        gate = `s${i}`;
        break;
      case 5:
        lines.push(`const s${i} = p.match(${gate}.outputs.verdict, {
  pass: (p) => p.step(task${i}, ${given}),
  fail: (p) => ({ model: start, score: p.step(task0, { model: start }).outputs.score }),
  error: hold(), inconclusive: hold(),
});`);
        model = `s${i}.outputs.model`;
        break;
      case 6:
        lines.push(`const s${i} = p.when(equals(mode, 'fast'), (p) => p.step(task${i}, ${given}));`);
        model = `s${i}.outputs.model.orElse('none')`;
        break;
      case 7:
        lines.push(`const s${i} = p.forEach(folds, (p, fold) => {
  const each = p.step(task${i}, { model: fmt\`fold-\${fold}\`, rate: fold });
  return { model: each.outputs.model, score: each.outputs.score };
});`);
        lines.push(
          `p.when(atLeast(rate, 0.5), (p) => { p.forEach(s${i}.outputs.model, (p, name) => { p.step(task0, { model: name }); }); });`,
        );
        break;
      default:
        lines.push(`const s${i} = p.step(task${i}, ${given});`);
        model = `s${i}.outputs.model`;
    }
  }
  lines.shift();
  return `${header}${tasks.join('\n')}
export const release = pipeline('release', {
  start: text(), rate: number(), folds: list(number()), force: boolean({ default: false }), tries: integer({ default: 1 }),
  mode: oneOf(['fast', 'slow', 'exact'], { default: 'fast' }),
}, (p, { start, rate, folds, mode }) => {
  ${lines.join('\n  ')}
  p.finally((p, { status }) => { p.match(status, { Succeeded: hold(), Failed: (p) => p.step(task0, { model: start }) }); });
  return { last: ${model} };
});
`;
}

describe('the cost of the types', () => {
  const cost = new Map<number, number>();
  beforeAll(() => {
    const base = compile({
      'base.ts': `${header}export const all = [atLeast, boolean, equals, fmt, hold, integer, list, number, oneOf, pipeline, task, text, verdict, image];`,
    });
    for (const steps of [200, 400]) {
      const { diagnostics, instantiations } = compile({ 'rich.ts': source(steps) });
      expect(diagnostics.slice(0, 3)).toEqual([]);
      cost.set(steps, instantiations - base.instantiations);
    }
    // Three runs of the compiler, on machines that do other things too.
  }, 120_000);

  it('of a rich pipeline of 200 steps is at most 130,000 instantiations', () => {
    expect(cost.get(200)).toBeGreaterThan(10_000);
    expect(cost.get(200)).toBeLessThanOrEqual(130_000);
  });

  it('grows with the number of steps and no faster', () => {
    expect((cost.get(400) ?? 0) / (cost.get(200) ?? 1)).toBeLessThanOrEqual(2.2);
  });
});
