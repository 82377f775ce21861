import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typed } from '../typed';

const manifest = (more: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata:\n  name: train\nspec:\n  entrypoint: main\n${more}\n`;

/** Nine lists, each of nine times the one before: a billion items. */
const bomb = `x0: &x0 [ha]\n${Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${Array(9).fill(`*x${i}`).join(', ')}]`).join('\n')}\n`;

interface Case {
  readonly what: string;
  readonly expected: string;
  readonly write: (file: string) => void;
}

const text = (what: string, expected: string, content: string | Buffer): Case => ({
  what,
  expected,
  write: (file) => writeFileSync(file, content),
});

const cases: readonly Case[] = [
  {
    what: 'a file of 50 MB',
    expected: 'error MLP5003: it is longer than 20 MB',
    write: (file) => {
      writeFileSync(file, '');
      truncateSync(file, 50 * 1024 * 1024);
    },
  },
  text(
    'aliases that multiply',
    'error MLP5005: its aliases multiply',
    manifest('  arguments:\n    x: *x9').replace(/^/, bomb),
  ),
  ...[100, 1000, 2000, 3000, 5000, 10_000, 100_000].map((depth) =>
    text(`lists ${depth} deep`, '', manifest(`  templates: ${'['.repeat(depth)}${']'.repeat(depth)}`)),
  ),
  ...[100, 1000, 2000, 3000, 5000, 10_000, 100_000].map((depth) =>
    text(`maps ${depth} deep`, '', manifest(`  templates: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`)),
  ),
  text('lists that never end', 'error MLP5005: it is nested too deeply', `a: ${'['.repeat(200_000)}`),
  text('bytes that are no text', 'error MLP5002: it is no text', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3])),
  text('text of another encoding', 'error MLP5002: it is no text', Buffer.from('name: Müller\n', 'latin1')),
  text('text of two bytes a character', 'error MLP5002: it is no text', Buffer.from(manifest(''), 'utf16le')),
  text('a line of a million characters', 'MLL1101', manifest(`  costCenter: ${'x'.repeat(1_000_000)}`)),
  text('a syntax error', 'error MLP5005', manifest('  a: [')),
  {
    what: 'a link to nothing',
    expected: "error MLP5001: it can't be read: it is not there any more",
    write: (file) => symlinkSync('gone.yaml', file),
  },
  {
    what: 'a link to itself',
    expected: 'error MLP5004: the link leads back',
    write: (file) => symlinkSync('bad.yaml', file),
  },
  {
    what: 'a link to the folder that it is in',
    expected: 'error MLP5004: the link leads back',
    write: (file) => symlinkSync('..', file),
  },
  {
    what: 'a folder that is called like a file',
    expected: '',
    write: (file) => mkdirSync(file),
  },
];

describe('cdk8s-mlops lint, of what nobody would want to read', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'good.yaml'), manifest('  parrallelism: 1\n  templates: [{ name: main, suspend: {} }]'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(cases)(
    'has a finding and no stack trace for $what, and looks at the rest',
    async ({ expected, write }) => {
      const file = join(folder, 'sub', 'bad.yaml');
      write(file);
      const start = performance.now();
      for (const args of [['lint'], ['lint', '--fix', '--format', 'github']]) {
        const { code, out, err } = await typed([...args, folder]);
        const said = `${out}${err}`;
        expect({ code, said: said.slice(0, 2000) }).toMatchObject({ code: expect.any(Number) });
        expect(code).toBeLessThan(2);
        expect(said).not.toMatch(/\n\s+at |fault of cdk8s-mlops|RangeError|ReferenceError/);
        if (args.length === 1) {
          expect(said).toContain(expected);
          expect(said).toContain("'parrallelism' is no field");
        }
      }
      expect(performance.now() - start).toBeLessThan(60_000);
    },
    120_000,
  );
});
