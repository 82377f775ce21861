import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const head = `
import { atLeast, fmt, hold, Image, integer, list, number, oneOf, pipeline, task, text, verdict } from 'cdk8s-mlops';
const image = Image.tagged('ghcr.io/acme/x:1.0.0');
const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5 }), scenario: oneOf(['normal', 'bad']), base: text({ default: '' }) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command: ({ inputs }) => ['python', fmt\`--epochs=\${inputs.epochs}\`, inputs.scenario],
});
const gate = task('gate', {
  image, inputs: { modelVersion: text() }, outputs: { verdict: verdict(), reason: text() }, command: ['x'],
});
const use = task('use', { image, inputs: { modelVersion: text(), note: text() }, outputs: { digest: text() }, command: ['x'] });
`;

/** Real code of so many steps: every fifth a gate with its branches, an optional step or a loop. */
function definition(steps: number): string {
  const lines = ["pipeline('p', { scenario: oneOf(['normal', 'bad']) }, (p, { scenario }) => {"];
  for (let i = 0; i < steps; i += 5) {
    const base = i === 0 ? "''" : `t${i - 5}.outputs.modelVersion`;
    lines.push(
      `const t${i} = p.step(train, { epochs: ${i + 1}, scenario, base: ${base} }, { name: 't${i}' });`,
      `const g${i} = p.step(gate, { modelVersion: t${i}.outputs.modelVersion }, { name: 'g${i}' });`,
      `const m${i} = p.match(g${i}.outputs.verdict, {`,
      `  pass: (p) => p.step(use, { modelVersion: t${i}.outputs.modelVersion, note: fmt\`n\${t${i}.outputs.accuracy}\` }),`,
      `  fail: (p) => p.step(use, { modelVersion: 'none', note: g${i}.outputs.reason }),`,
      '  error: hold(), inconclusive: hold(),',
      '});',
      `p.when(atLeast(t${i}.outputs.accuracy, 0.9), (p) => p.step(use, { modelVersion: m${i}.outputs.digest, note: 'x' }));`,
      `p.forEach(t${i}.outputs.folds, (p, fold) => p.step(use, { modelVersion: fmt\`f\${fold}\`, note: 'y' }));`,
    );
  }
  return `${head}${lines.join('\n')}\n});\n`;
}

function instantiations(source: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-types-'));
  try {
    writeFileSync(join(folder, 'main.ts'), source);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          moduleResolution: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
          paths: { 'cdk8s-mlops': [resolve('lib/index.d.ts')] },
        },
        files: ['main.ts'],
      }),
    );
    const output = execFileSync(resolve('node_modules/.bin/tsc'), ['-p', folder, '--extendedDiagnostics'], {
      encoding: 'utf8',
    });
    return Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the types of a pipeline', () => {
  const [none, half, full] = [0, 200, 400].map((steps) => instantiations(definition(steps)));

  it('cost at most 130,000 instantiations for 200 steps', () => {
    expect((half ?? 0) - (none ?? 0)).toBeGreaterThan(1_000);
    expect((half ?? 0) - (none ?? 0)).toBeLessThanOrEqual(130_000);
  });

  it('cost twice as much for twice as many', () => {
    expect(((full ?? 0) - (none ?? 0)) / ((half ?? 1) - (none ?? 0))).toBeLessThan(2.2);
  });
});
