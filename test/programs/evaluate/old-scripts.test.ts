import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pytests } from '../python';
import { runProgram } from '../run-program';
import { evaluate } from './evaluate';

// Evaluation scripts as pipelines had them, each with the case that it gets wrong.

const good = "def test_accuracy():\n    print('fail')\n    assert 0.85 >= 0.8\n";
const bad = 'def test_accuracy(): assert 0.75 >= 0.8\n';
const skipped = `import pytest\n@pytest.mark.skipif(True, reason='no GPU')\n${good}`;
const unloadable = `import a_module_that_is_not_there\n${good}`;

/** The verdict is what the step prints. */
const printsVerdict = `
import subprocess, sys
done = subprocess.run([sys.executable, '-m', 'pytest', '-s', 'tests'])
print('pass' if done.returncode == 0 else 'fail')`;
/** The verdict is the exit code. */
const exitsByVerdict = `
import subprocess, sys
sys.exit(subprocess.run([sys.executable, '-m', 'pytest', 'tests']).returncode)`;
/** A rejected model has no version. */
const leavesVersion = `
import subprocess, sys
done = subprocess.run([sys.executable, '-m', 'pytest', 'tests'], stdout=subprocess.DEVNULL)
open('modelversion', 'w').write('7' if done.returncode == 0 else '')
print(repr(open('modelversion').read()))`;

const [latest] = pytests(['9.0.2']);

function old(script: string, tests: string): { readonly exit: number | null; readonly printed: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'old-'));
  for (const [file, text] of Object.entries({ 'evaluate.py': script, 'tests/test_model.py': tests })) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  const { status, stdout } = spawnSync(latest?.python ?? '', ['evaluate.py'], { cwd, encoding: 'utf8' });
  rmSync(cwd, { recursive: true });
  return { exit: status, printed: stdout };
}

const ours = async (tests: string) => {
  const files = { 'tests/test_model.py': tests };
  const { exit, outputs } = await evaluate({ files, python: latest?.python });
  return { exit, verdict: outputs.verdict };
};

describe.runIf(latest)('where an old script', () => {
  it('printed its verdict among everything else, ours is a file with one word', async () => {
    expect(old(printsVerdict, good).printed).not.toMatch(/^(pass|fail)\n?$/);
    expect(old(printsVerdict, good).printed).toContain('fail');
    expect(await ours(good)).toEqual({ exit: 0, verdict: 'pass' });
    expect(await ours(bad)).toEqual({ exit: 0, verdict: 'fail' });
  });

  it('failed the step for a bad model, so that the branch for one never ran, ours has judged', async () => {
    expect(old(exitsByVerdict, bad).exit).toBe(1);
    expect(await ours(bad)).toEqual({ exit: 0, verdict: 'fail' });
  });

  it('took tests that can not be loaded for a bad model, ours has not judged', async () => {
    expect(old(printsVerdict, unloadable).printed).toMatch(/fail\n$/);
    expect(await ours(unloadable)).toEqual({ exit: 1, verdict: 'error' });
  });

  it('let a model through of which nothing was tested, ours has not judged', async () => {
    expect(old(exitsByVerdict, skipped).exit).toBe(0);
    expect(await ours(skipped)).toEqual({ exit: 1, verdict: 'error' });
  });

  it('ended green and without a version when the model was bad, ours says that it is', async () => {
    expect(old(leavesVersion, bad)).toEqual({ exit: 0, printed: "''\n" });
    expect(await ours(bad)).toEqual({ exit: 0, verdict: 'fail' });
  });
});

describe('where an old script', () => {
  const metrics = (rules: object, values: Record<string, string>) =>
    runProgram('check-metrics', { ...values, RULES: JSON.stringify({ metrics: rules }) });

  it('reported success whatever was measured, ours fails models that guess', async () => {
    const gap = { to: 'trainR2', atMost: 0.2 };
    const rules = { auc: { atLeast: 0.6 }, accuracy: { atLeast: 0.5 }, r2: { better: 'higher', atLeast: 0.3, gap } };
    const { outputs } = await metrics(rules, {
      VALUE_auc: '0.513',
      VALUE_accuracy: '0.155',
      VALUE_r2: '0.014',
      VALUE_trainR2: '0.594',
    });
    expect(outputs.verdict).toBe('fail');
    expect(outputs.reason).toMatch(/^auc is 0\.513, .*; accuracy is 0\.155, .*; r2 is 0\.014, .*; r2 .*worse by 0\.58/);
  });

  it('took the highest error for the best, ours has to be told what is better', async () => {
    const scores = [0.31, 0.12, 0.44];
    expect(Math.max(...scores)).toBe(0.44);
    const champion = { of: 'old', gain: { atLeast: 0 } };
    const values = { VALUE_rmse: '0.44', VALUE_old: '0.12' };
    const undirected = await metrics({ rmse: { atMost: 1, champion } }, values);
    expect(undirected.outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/rmse\.better/) });
    const directed = await metrics({ rmse: { better: 'lower', atMost: 1, champion } }, values);
    expect(directed.outputs).toMatchObject({ verdict: 'fail' });
  });
});
