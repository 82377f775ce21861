import { describe, expect, it } from 'vitest';
import { hasPython } from '../python';
import { evaluate, junit, pretending, testcase } from './evaluate';

const good = testcase('test_good');
const bad = testcase('test_bad', '<failure message="assert 0.75 &gt;= 0.8">E   assert</failure>');
const broken = testcase(
  'test_broken',
  '<error message="failed on setup with &quot;KeyError&quot;">E   KeyError</error>',
);
const skipped = testcase('test_skipped', '<skipped type="pytest.skip" message="no GPU">why</skipped>');
const xfailed = testcase('test_known', '<skipped type="pytest.xfail" message="" />');
const bomb = [
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">',
  ...Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`),
  ']><testsuites><testsuite tests="1" failures="0" errors="0" skipped="0"><testcase name="&a30;"/></testsuite></testsuites>',
].join('');
const file = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuites>&x;</testsuites>';

type Row = [what: string, report: string | undefined, exit: number, verdict: string, reason: RegExp];

const rows: readonly Row[] = [
  // What happened to the tests.
  ['all tests passed', junit([good, good]), 0, 'pass', /^2 tests passed$/],
  [
    'some were skipped',
    junit([good, good, skipped, xfailed]),
    0,
    'pass',
    /^2 tests passed, 1 skipped, 1 failed as expected$/,
  ],
  [
    'a test failed',
    junit([good, bad]),
    1,
    'fail',
    /^1 of 2 tests failed: tests\.test_model::test_bad \(assert 0\.75 >= 0\.8\)$/,
  ],
  ['a test failed and a fixture too', junit([bad, broken]), 1, 'fail', /^1 of 2 tests failed, 1 broken: /],
  ['fewer ran than have to, and one failed', junit([bad]), 1, 'fail', /^1 of 1 test failed/],
  ['more failed than a reason can name', junit(Array(9).fill(bad)), 1, 'fail', /; and 6 more$/],
  [
    'a fixture failed',
    junit([good, good, broken]),
    1,
    'error',
    /^fixtures failed, which says nothing about the model: tests\.test_model::test_broken \(failed on setup/,
  ],
  ['fewer tests ran than have to', junit([good]), 0, 'error', /^1 test passed, and at least 2 must$/],
  [
    'all tests were skipped',
    junit([skipped, skipped, skipped]),
    0,
    'error',
    /^0 tests passed, and at least 2 must, 3 skipped$/,
  ],
  [
    'all tests failed as expected',
    junit([xfailed, xfailed]),
    0,
    'error',
    /^0 tests passed, and at least 2 must, 2 failed as expected$/,
  ],
  ['no test is in the report', junit([]), 0, 'error', /^0 tests passed/],
  ['subtests count as tests without a case', junit([good, good], { tests: 8 }), 0, 'pass', /^2 tests passed$/],
  [
    'one case failed twice',
    junit([testcase('t', '<failure message="a"/><failure message="b"/>')], { failures: 2, tests: 4 }),
    1,
    'fail',
    /^1 of 1 test failed: tests\.test_model::t \(a\)$/,
  ],
  // How pytest ended.
  [
    'pytest was interrupted or could not collect',
    junit([
      testcase(
        '',
        '<error message="collection failure">E   ModuleNotFoundError: No module named &apos;torch&apos;</error>',
      ),
    ]),
    2,
    'error',
    /^pytest could not load all tests, or was interrupted \(exit code 2\): tests\.test_model \(ModuleNotFoundError: No module named 'torch'\)$/,
  ],
  ['pytest had an internal error', undefined, 3, 'error', /^pytest had an internal error \(exit code 3\)/],
  [
    'pytest was used wrongly',
    undefined,
    4,
    'error',
    /^pytest refused its command line or its settings \(exit code 4\)/,
  ],
  ['pytest found no tests', junit([]), 5, 'error', /^pytest found no tests in tests$/],
  [
    'pytest ended with an unknown code',
    junit([good, good]),
    77,
    'error',
    /^pytest ended in a way it does not know \(exit code 77\)/,
  ],
  ['pytest ended with 2, although all tests passed', junit([good, good]), 2, 'error', /exit code 2/],
  ['pytest ended with 2, although a test failed', junit([good, bad]), 2, 'error', /exit code 2/],
  ['pytest ended with 5, although all tests passed', junit([good, good]), 5, 'error', /found no tests/],
  // A report that is none.
  ['there is no report', undefined, 0, 'error', /^pytest left no report; it ended with 0: /],
  ['there is no report of failures', undefined, 1, 'error', /^pytest left no report; it ended with 1: /],
  ['the report is empty', '', 0, 'error', /^the report of pytest is empty/],
  ['the report is a blank', ' ', 0, 'error', /^the report of pytest is not XML/],
  ['the report is cut', junit([good, good, good]).slice(0, -30), 0, 'error', /^the report of pytest is not XML: /],
  [
    'the report is cut within a case',
    junit([good, bad]).slice(0, 200),
    1,
    'error',
    /^the report of pytest is not XML: /,
  ],
  ['the report goes on after its end', `${junit([good, good])}<x/>`, 0, 'error', /^the report of pytest is not XML: /],
  ['the report is JSON', '{"tests": 2}', 0, 'error', /^the report of pytest is not XML/],
  ['the report is HTML', '<html><body>2 passed</body></html>', 0, 'error', /is no JUnit report/],
  ['the report holds no suite', '<testsuites/>', 0, 'error', /holds no test suite/],
  [
    'the report says no counts',
    '<testsuites><testsuite><testcase name="a"/></testsuite></testsuites>',
    0,
    'error',
    /does not say how many tests/,
  ],
  [
    'the report says counts that are none',
    junit([good, good], { tests: Number.NaN }),
    0,
    'error',
    /does not say how many tests/,
  ],
  ['the report has entities that grow', bomb, 0, 'error', /^the report of pytest has a document type/],
  ['the report reads files', file, 0, 'error', /^the report of pytest has a document type/],
  ['the report has bytes that are no text', '<testsuites name="\udcff', 0, 'error', /^the report of pytest is not XML/],
  // A report that contradicts itself or the exit code.
  [
    'pytest ended with 0, but a test failed',
    junit([good, good, bad]),
    0,
    'error',
    /^pytest ended with 0, but its report has 1 failed and 0 broken tests$/,
  ],
  [
    'pytest ended with 0, but a fixture failed',
    junit([good, good, broken]),
    0,
    'error',
    /^pytest ended with 0, but its report has 0 failed and 1 broken tests$/,
  ],
  [
    'pytest ended with 1, but no test failed',
    junit([good, good]),
    1,
    'error',
    /^pytest ended with 1, but its report has 0 failed/,
  ],
  [
    'fewer failures are in the report than it announces',
    junit([good, good], { failures: 1 }),
    0,
    'error',
    /announces 1 failures and holds 0/,
  ],
  [
    'more failures are in the report than it announces',
    junit([good, bad], { failures: 0 }),
    1,
    'error',
    /announces 0 failures and holds 1/,
  ],
  [
    'fewer errors are in the report than it announces',
    junit([good, good], { errors: 2 }),
    0,
    'error',
    /announces 2 errors and holds 0/,
  ],
  [
    'more was skipped than is in the report',
    junit([good, good], { skipped: 1, tests: 3 }),
    0,
    'error',
    /announces 1 skipped and holds 0/,
  ],
  [
    'the report holds more tests than it announces',
    junit([good, good, good], { tests: 2 }),
    0,
    'error',
    /^the run was stopped within a test: 2 tests passed until then$/,
  ],
];

describe.runIf(hasPython)('evaluate, when', () => {
  it.concurrent.each(rows)('%s', async (_, report, exit, verdict, reason) => {
    const written =
      report === undefined ? '' : `report(${JSON.stringify(report)}.encode('utf-8', 'surrogateescape'))\n`;
    const run = await evaluate({
      files: pretending(`print('the last words')\n${written}sys.exit(${exit})`),
      environment: { EVALUATE_MIN_TESTS: '2' },
    });
    expect(run.outputs.verdict).toBe(verdict);
    expect(run.outputs.reason).toMatch(reason);
    expect(run.exit).toBe(verdict === 'error' ? 1 : 0);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(new RegExp(`\nevaluate: ${verdict}: [^\n]+\n$`));
    expect(run.evidence).toMatchObject({
      program: 'evaluate',
      verdict,
      pytest: { exitCode: exit, minTests: 2, version: '0.0' },
    });
  });

  it('the report is larger than it reads', async () => {
    const behaviour = `report(b'<testsuites>' + b' ' * (64 * 1024 * 1024) + b'</testsuites>')\nsys.exit(0)`;
    const { outputs } = await evaluate({ files: pretending(behaviour) });
    expect(outputs).toMatchObject({
      verdict: 'error',
      reason: expect.stringMatching(/has 67108889 bytes, at most 67108864/),
    });
  });

  it.each([
    ['SIGKILL', /^pytest was killed by SIGKILL, perhaps for needing more memory than the container may use$/],
    ['SIGSEGV', /^pytest was killed by SIGSEGV$/],
  ])('pytest is killed by %s, it is an error whatever the report says', async (signal, reason) => {
    const behaviour = `report(${JSON.stringify(junit([good]))})\nos.kill(os.getpid(), signal.${signal})`;
    const { outputs, exit } = await evaluate({ files: pretending(behaviour) });
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(reason) });
    expect(exit).toBe(1);
  });

  it('there is no pytest, it says so instead of taking exit code 1 for a failed test', async () => {
    const hidden = { 'pytest/__init__.py': "raise ModuleNotFoundError('No module named pytest')" };
    const { outputs, exit } = await evaluate({ files: hidden });
    expect(outputs.reason).toBe(
      'pytest cannot be loaded in this image: it ended with 1: ModuleNotFoundError: No module named pytest',
    );
    expect([outputs.verdict, exit]).toEqual(['error', 1]);
  });
});
