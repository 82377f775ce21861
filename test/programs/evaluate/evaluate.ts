import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Run, type RunOptions, runProgram } from '../run-program';

/** The image of a user, as far as evaluate sees it: files, a Python, variables. */
export interface Trainer {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly python?: string | undefined;
}

/** Runs evaluate on the tests of a folder, made for this run and removed after it. */
export async function evaluate(
  { files = {}, environment = {}, python }: Trainer,
  options: RunOptions = {},
): Promise<Run & { readonly evidence: Record<string, unknown> }> {
  const cwd = mkdtempSync(join(tmpdir(), 'trainer-'));
  try {
    mkdirSync(join(cwd, 'tests'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    const asked = {
      EVALUATE_DIRECTORY: 'tests',
      EVALUATE_MIN_TESTS: '1',
      EVALUATE_DEADLINE_SECONDS: '20',
      PATH: process.env.PATH ?? '',
    };
    const run = await runProgram('evaluate', { ...asked, ...environment }, { ...options, python, cwd });
    return { ...run, evidence: JSON.parse(run.outputs['evidence.json'] ?? '{}') };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** A module `pytest` that does what it is told, for what the real one never does. */
export function pretending(behaviour: string): Readonly<Record<string, string>> {
  return {
    'pytest.py': [
      "__version__ = '0.0'",
      "if __name__ == '__main__':",
      '    import os, signal, sys, time',
      "    path = [word for word in sys.argv if word.startswith('--junitxml=')][0].partition('=')[2]",
      '    def report(text):',
      "        open(path, 'wb').write(text if isinstance(text, bytes) else text.encode())",
      ...behaviour.split('\n').map((line) => `    ${line}`),
    ].join('\n'),
  };
}

export interface Counts {
  readonly tests?: number;
  readonly failures?: number;
  readonly errors?: number;
  readonly skipped?: number;
}

/** A JUnit report with these cases; what it announces can differ from what it holds. */
export function junit(cases: readonly string[], announced: Counts = {}): string {
  const count = (tag: string) => cases.filter((each) => each.includes(`<${tag}`)).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    ...announced,
  };
  const attributes = Object.entries(counts).map(([name, value]) => `${name}="${value}"`);
  return `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" ${attributes.join(' ')}>${cases.join('')}</testsuite></testsuites>`;
}

export function testcase(name: string, inner = ''): string {
  return `<testcase classname="tests.test_model" name="${name}" time="0.1">${inner}</testcase>`;
}
