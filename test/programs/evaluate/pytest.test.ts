import { describe, expect, it } from 'vitest';
import { pytests } from '../python';
import { evaluate } from './evaluate';

const fixtures = `
import pytest
@pytest.fixture
def unset():
    raise RuntimeError('no model')
@pytest.fixture
def unclean():
    yield 1
    raise RuntimeError('not removed')
`;
const good = 'def test_good(): assert 0.85 >= 0.8\n';
const low = "def test_accuracy(): assert 0.75 >= 0.8, 'accuracy {{workflow.name}} $(TOKEN)\\x1b[31m'\n";

type Row = [
  what: string,
  files: Record<string, string>,
  verdict: string,
  reason: RegExp,
  environment?: Record<string, string>,
];

const rows: readonly Row[] = [
  [
    'passes tests that pass',
    { 'tests/test_a.py': good, 'tests/test_b.py': good },
    'pass',
    /^2 tests passed$/,
    { EVALUATE_MIN_TESTS: '2' },
  ],
  [
    'fails on a failed test',
    { 'tests/test_a.py': good + low },
    'fail',
    /^1 of 2 tests failed: tests\.test_a::test_accuracy \(AssertionError: accuracy \(\(workflow\.name\)\) \$ \(TOKEN\).* assert 0\.75 >= 0\.8\)$/,
  ],
  [
    'fails on an exception of the model',
    { 'tests/test_a.py': "def test_predict(): raise RuntimeError('size mismatch: 512 and 1280')" },
    'fail',
    /size mismatch/,
  ],
  [
    'fails on a test that passes against its expectation',
    { 'tests/test_a.py': 'import pytest\n@pytest.mark.xfail(strict=True)\ndef test_known(): pass' },
    'fail',
    /XPASS/,
  ],
  [
    'fails on a test that calls sys.exit(0)',
    { 'tests/test_a.py': 'import sys\ndef test_leave(): sys.exit(0)' },
    'fail',
    /SystemExit: 0/,
  ],
  [
    'does not judge by a fixture that fails',
    { 'tests/test_a.py': `${fixtures}${good}def test_model(unset): pass` },
    'error',
    /^fixtures failed, which says nothing about the model: tests\.test_a::test_model/,
  ],
  [
    'does not judge by a fixture that fails afterwards',
    { 'tests/test_a.py': `${fixtures}${good}def test_model(unclean): pass` },
    'error',
    /^fixtures failed.*failed on teardown/,
  ],
  [
    'fails where a test failed and its fixture did afterwards',
    { 'tests/test_a.py': `${fixtures}def test_model(unclean): assert 0` },
    'fail',
    /^1 of 2 tests failed, 1 broken/,
  ],
  [
    'does not judge by tests that are all skipped',
    {
      'tests/test_a.py':
        "import pytest\npytestmark = pytest.mark.skip('no GPU')\ndef test_a(): pass\ndef test_b(): pass",
    },
    'error',
    /^0 tests passed, and at least 1 must, 2 skipped$/,
  ],
  [
    'does not judge by a module that is skipped',
    { 'tests/test_a.py': "import pytest\npytest.importorskip('torch_is_not_here')\ndef test_a(): pass" },
    'error',
    /found no tests|^0 tests passed.*skipped$/,
  ],
  [
    'does not judge by tests that are expected to fail',
    { 'tests/test_a.py': 'import pytest\n@pytest.mark.xfail\ndef test_a(): assert 0' },
    'error',
    /^0 tests passed, and at least 1 must, 1 failed as expected$/,
  ],
  ['does not judge by a folder without tests', { 'tests/model.txt': '' }, 'error', /^pytest found no tests in tests$/],
  [
    'does not judge where nothing is selected',
    { 'tests/test_a.py': good },
    'error',
    /^pytest found no tests in tests$/,
    { PYTEST_ADDOPTS: '-k nothing' },
  ],
  [
    'does not judge where tests are only collected',
    { 'tests/test_a.py': good },
    'error',
    /^0 tests passed/,
    { PYTEST_ADDOPTS: '--collect-only' },
  ],
  [
    'does not judge a file that cannot be loaded',
    { 'tests/test_a.py': good, 'tests/test_b.py': 'import torch_is_not_here\ndef test_b(): pass' },
    'error',
    /^pytest could not load all tests.*exit code 2.*No module named 'torch_is_not_here'/,
  ],
  [
    'does not judge a file with a syntax error',
    { 'tests/test_a.py': good, 'tests/test_b.py': 'def test_b(: pass' },
    'error',
    /^pytest could not load all tests.*exit code 2.*SyntaxError/,
  ],
  [
    'does not judge where a file leaves on import',
    { 'tests/test_a.py': good, 'tests/test_b.py': 'import sys\nsys.exit(0)' },
    'error',
    /SystemExit|no report|exit code [23]/,
  ],
  [
    'does not judge where a conftest cannot be loaded',
    { 'tests/test_a.py': good, 'tests/conftest.py': 'import torch_is_not_here' },
    'error',
    /exit code 4\): .*torch_is_not_here/,
  ],
  [
    'does not judge where pytest refuses its settings',
    { 'tests/test_a.py': good, 'pytest.ini': '[pytest]\naddopts = --no-such-option' },
    'error',
    /^pytest refused its command line or its settings \(exit code 4\): .*no-such-option/,
  ],
  [
    'does not judge an internal error',
    { 'tests/test_a.py': good, 'tests/conftest.py': "def pytest_runtest_protocol(): raise RuntimeError('inside')" },
    'error',
    /^pytest had an internal error \(exit code 3\): .*inside/,
  ],
  [
    'does not judge where a test stops the run',
    { 'tests/test_a.py': "import pytest\ndef test_a(): pytest.exit('enough')" },
    'error',
    /exit code 2/,
  ],
  [
    'does not judge where a test stops the run with exit code 0',
    { 'tests/test_a.py': `${good}import pytest\ndef test_z(): pytest.exit('enough', 0)` },
    'error',
    /^the run was stopped within a test: 1 test passed until then$/,
  ],
  [
    'does not judge where a test ends the process with 0',
    { 'tests/test_a.py': `${good}import os\ndef test_z(): os._exit(0)` },
    'error',
    /^pytest left no report; it ended with 0: /,
  ],
  [
    'does not judge where a test ends the process with 1',
    { 'tests/test_a.py': `${good}import os\ndef test_z(): os._exit(1)` },
    'error',
    /^pytest left no report; it ended with 1: /,
  ],
  [
    'does not judge where a test is killed',
    { 'tests/test_a.py': `${good}import os\ndef test_z(): os.kill(os.getpid(), 9)` },
    'error',
    /^pytest was killed by SIGKILL/,
  ],
  [
    'does not judge where a hook turns the end green',
    {
      'tests/test_a.py': good + low,
      'tests/conftest.py':
        'import pytest\n@pytest.hookimpl(tryfirst=True)\ndef pytest_sessionfinish(session): session.exitstatus = 0',
    },
    'error',
    /^pytest ended with 0, but its report has 1 failed/,
  ],
  [
    'does not judge where pytest writes no reports',
    { 'tests/test_a.py': good, 'pytest.ini': '[pytest]\naddopts = -p no:junitxml' },
    'error',
    /^pytest left no report; it ended with 0/,
  ],
  [
    'writes its own report where the project asks for another',
    {
      'tests/test_a.py': good,
      'pytest.ini': '[pytest]\naddopts = -q --junitxml=theirs.xml --lf -x\njunit_family = xunit1',
    },
    'pass',
    /^1 test passed$/,
  ],
  [
    'says where a test was at the deadline',
    { 'tests/test_a.py': `${good}import time\ndef test_z(): time.sleep(60)` },
    'error',
    /^not finished after 10 s; 1 test passed until then$/,
    { EVALUATE_DEADLINE_SECONDS: '10' },
  ],
  [
    'finds the modules of the folder it starts in',
    { 'tests/test_a.py': 'import model\ndef test_a(): assert model.good', 'model.py': 'good = True' },
    'pass',
    /^1 test passed$/,
  ],
  [
    'hands its variables on to the tests',
    { 'tests/test_a.py': "import os\ndef test_a(): assert os.environ['MODEL_VERSION'] == '7'" },
    'pass',
    /^1 test passed$/,
    { MODEL_VERSION: '7' },
  ],
  [
    'copes with names that nobody would choose',
    {
      'tests/test_a.py':
        "import pytest\n@pytest.mark.parametrize('x', ['{{=1}}', '$(A)', 'a\\nb', '\\x1b[31m', '\\u202e', 'é' * 300])\ndef test_a(x): assert not x",
    },
    'fail',
    /^6 of 6 tests failed: tests\.test_a::test_a\[/,
  ],
];

// The oldest that is still met in trainers' images, and the latest.
describe.each(pytests(['7.0.1', '9.0.2']))('evaluate with pytest $version', ({ version, python }) => {
  it.concurrent.each(rows)('%s', async (_, files, verdict, reason, environment = {}) => {
    const run = await evaluate({ files, environment, python });
    expect(run.outputs.reason).toMatch(reason);
    expect(run.outputs.verdict).toBe(verdict);
    expect(run.outputs.reason).not.toMatch(/[{}\p{Cc}\p{Cf}]|\$\(/u);
    expect(run.exit).toBe(verdict === 'error' ? 1 : 0);
    expect(run.stderr).toBe('');
    expect(run.stdout).not.toMatch(/\{\{|[^\P{Cc}\n]/u);
    expect(run.evidence).toMatchObject({ verdict, pytest: { version } });
  });

  it('leaves the counts, and why each test did not pass', async () => {
    const { evidence } = await evaluate({ files: { 'tests/test_a.py': good + low }, python });
    expect(evidence).toMatchObject({
      pytest: { directory: 'tests', minTests: 1, version, exitCode: 1, seconds: expect.any(Number) },
      tests: { passed: 1, failed: 1, error: 0, skipped: 0, xfailed: 0 },
      notPassed: [
        {
          test: 'tests.test_a::test_accuracy',
          outcome: 'failed',
          details: expect.stringContaining('assert 0.75 >= 0.8'),
        },
      ],
      notListed: 0,
    });
  });
});
