import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hasPython } from '../python';
import { evaluate, junit, pretending, testcase } from './evaluate';

const passing = `report(${JSON.stringify(junit([testcase('test_good')]))})\n`;
const hanging = "print('it hangs')\ntime.sleep(60)";
const ignoring = `for each in (signal.SIGINT, signal.SIGTERM): signal.signal(each, signal.SIG_IGN)\n${hanging}`;

function gone(pid: number): boolean {
  // A dead process that nobody waits for is one all the same.
  return !existsSync(`/proc/${pid}`) || /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1);
  for (let tries = 0; tries < 50 && !gone(pid); tries += 1) await pause(20);
  expect(gone(pid)).toBe(true);
}

describe.runIf(hasPython)('evaluate as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says error when it is stopped by %s, and ends the tests', async (signal) => {
    const run = await evaluate(
      { files: pretending(`print('pid', os.getpid())\n${hanging}`) },
      { kill: { signal, when: /it hangs/ } },
    );
    expect(run).toMatchObject({ exit: 1, stderr: '' });
    expect(run.outputs).toMatchObject({ verdict: 'error', reason: `terminated by ${signal} before it could judge` });
    expect(run.evidence).toMatchObject({ pytest: { directory: 'tests', minTests: 1, version: '0.0' } });
    await expectGone(Number(/pid (\d+)/.exec(run.stdout)?.[1]));
  });

  it('leaves error behind when it is killed without a warning, even over an older pass', async () => {
    const run = await evaluate(
      { files: pretending("print('it hangs')\ntime.sleep(3)") },
      { kill: { signal: 'SIGKILL', when: /it hangs/ }, before: { verdict: 'pass', reason: 'of the attempt before' } },
    );
    expect(run.outputs).toMatchObject({ verdict: 'error', reason: 'did not finish' });
  });

  it.each([
    ['that hang', hanging],
    ['that take no notice of being asked to stop', ignoring],
    ['that hang after their report is written', `${passing}${hanging}`],
  ])('ends tests %s at the deadline', async (_, behaviour) => {
    const run = await evaluate({
      files: pretending(`print('pid', os.getpid())\n${behaviour}`),
      environment: { EVALUATE_DEADLINE_SECONDS: '4.5' },
    });
    expect(run.outputs.verdict).toBe('error');
    expect(run.outputs.reason).toMatch(/^not finished after 4\.5 s; \d tests? passed until then$/);
    expect(run.exit).toBe(1);
    await expectGone(Number(/pid (\d+)/.exec(run.stdout)?.[1]));
  });

  it('counts the time that pytest takes to load', async () => {
    const run = await evaluate({
      files: { 'pytest.py': 'import time\ntime.sleep(60)' },
      environment: { EVALUATE_DEADLINE_SECONDS: '0.5' },
    });
    expect(run.outputs).toMatchObject({ verdict: 'error', reason: 'pytest was still being loaded at the deadline' });
  });

  it('ends what tests left running, and does not wait for it', async () => {
    const leaving = "import subprocess\nleft = subprocess.Popen(['sleep', '60'])\nprint('pid', left.pid)\n";
    const started = Date.now();
    const run = await evaluate({ files: pretending(leaving + passing) });
    expect(run.outputs.verdict).toBe('pass');
    await expectGone(Number(/pid (\d+)/.exec(run.stdout)?.[1]));
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('is not held up by what left its group and keeps the output open', async () => {
    const leaving = "import subprocess\nsubprocess.Popen(['sleep', '9'], start_new_session=True)\n";
    const run = await evaluate({ files: pretending(leaving + passing) });
    expect(run.outputs.verdict).toBe('pass');
  });

  it('believes no report but that of its own run', async () => {
    const stale = junit([testcase('test_good')]);
    const files = { ...pretending('sys.exit(0)'), 'report.xml': stale, 'tests/report.xml': stale };
    const { outputs } = await evaluate({ files });
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/^pytest left no report/) });
  });

  it('writes its three files and no others, verdict and reason without a newline', async () => {
    const { outputs, exit } = await evaluate({ files: pretending(passing) });
    expect(Object.keys(outputs).sort()).toEqual(['evidence.json', 'reason', 'verdict']);
    expect(outputs).toMatchObject({ verdict: 'pass', reason: '1 test passed' });
    expect(exit).toBe(0);
  });

  it('makes the folder for its outputs, and leaves nothing in the one for temporary files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'out-'));
    const environment = { OUT_DIR: join(folder, 'a'), TMPDIR: folder };
    const run = await evaluate({ files: pretending(passing), environment });
    const verdict = readFileSync(join(folder, 'a', 'verdict'), 'utf8');
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect([run.exit, verdict, left]).toEqual([0, 'pass', ['a']]);
  });

  it.each(['/dev/null/out', '/proc/none', '/nowhere/at/all'])(
    'exits 1 with one line when it cannot write to %s, although the tests pass',
    async (OUT_DIR) => {
      const run = await evaluate({ files: pretending(passing), environment: { OUT_DIR } });
      expect(run).toMatchObject({ exit: 1, stderr: '', outputs: {} });
      expect(run.stdout).toMatch(/^evaluate: cannot write to \/[a-z/]+: \S[^\n]*\n$/);
    },
  );

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'nothing',
      { EVALUATE_DIRECTORY: '', EVALUATE_MIN_TESTS: '', EVALUATE_DEADLINE_SECONDS: '' },
      /^EVALUATE_DIRECTORY: expected the path of a folder, it is not set; EVALUATE_MIN_TESTS: .*; EVALUATE_DEADLINE_SECONDS: /,
    ],
    [
      'a folder that is none',
      { EVALUATE_DIRECTORY: 'nowhere' },
      /^EVALUATE_DIRECTORY: there is no folder nowhere in \//,
    ],
    [
      'an option for a folder',
      { EVALUATE_DIRECTORY: '--collect-only' },
      /^EVALUATE_DIRECTORY: expected the path of a folder, found "--collect-only"/,
    ],
    ['a folder with a newline', { EVALUATE_DIRECTORY: 'tests\n' }, /^EVALUATE_DIRECTORY: expected/],
    ['no test', { EVALUATE_MIN_TESTS: '0' }, /^EVALUATE_MIN_TESTS: expected tests from 1 to 100000, found "0"$/],
    ['less than no test', { EVALUATE_MIN_TESTS: '-1' }, /^EVALUATE_MIN_TESTS/],
    ['half a test', { EVALUATE_MIN_TESTS: '1.5' }, /^EVALUATE_MIN_TESTS/],
    ['digits of another script', { EVALUATE_MIN_TESTS: '\u0661' }, /^EVALUATE_MIN_TESTS/],
    ['a number with a newline', { EVALUATE_MIN_TESTS: '1\n' }, /^EVALUATE_MIN_TESTS/],
    ['no time', { EVALUATE_DEADLINE_SECONDS: '0' }, /^EVALUATE_DEADLINE_SECONDS/],
    ['endless time', { EVALUATE_DEADLINE_SECONDS: 'inf' }, /^EVALUATE_DEADLINE_SECONDS/],
  ])('asked for %s says what it expects', async (_, environment, reason) => {
    const { outputs, exit, stderr } = await evaluate({ files: pretending(passing), environment });
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(reason) });
    expect([exit, stderr]).toEqual([1, '']);
  });

  it('relays what pytest prints, without what a terminal obeys, and not without end', async () => {
    const printing = [
      "print('\\x1b[31m  red {{{workflow.name}}}\\x07 {a}')",
      "print('x' * 3000000)",
      "for i in range(6000): print('line', i)",
    ].join('\n');
    const { stdout } = await evaluate({ files: pretending(`${printing}\n${passing}`) });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[1]).toBe('pytest:  [31m  red { { {workflow.name}}}  {a}');
    expect(lines[2]).toBe(`pytest: ${'x'.repeat(999)}…`);
    expect(lines).toContain('pytest: line 4997');
    expect(lines.slice(-2)).toEqual([
      'evaluate: pytest printed more than 5000 lines, the rest is left out',
      'evaluate: pass: 1 test passed',
    ]);
    expect(stdout).not.toMatch(/\{\{|[^\P{Cc}\n]/u);
  });

  it('is not led astray by modules of the user that are called like those it uses', async () => {
    const shadows = Object.fromEntries(
      ['json', 'signal', 're'].map((name) => [`src/${name}.py`, 'raise SystemExit(7)']),
    );
    const run = await evaluate({ files: { ...pretending(passing), ...shadows }, environment: { PYTHONPATH: 'src' } });
    expect(run).toMatchObject({ exit: 1, stderr: '', outputs: { verdict: 'error' } });
    expect(run.outputs.reason).toMatch(/^pytest cannot be loaded in this image: it ended with 1: SystemExit: 7$/);
  });
});
