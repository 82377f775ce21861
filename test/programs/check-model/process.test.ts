import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPython } from '../python';
import { type Run, type RunOptions, runProgram } from '../run-program';
import { sklearn } from './sklearn';

/** Models as notebooks leave them, each by a name. */
const models = `
import sys, os, types, pickle, joblib, numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import IsolationForest
from sklearn.base import BaseEstimator
out = sys.argv[1]
rows = np.random.default_rng(42).normal(size=(60, 5))
def pipe(last, data=rows): return Pipeline([('scaler', StandardScaler()), ('model', last)]).fit(data)
def save(name, model): joblib.dump(model, os.path.join(out, name + '.pkl'))
forest = IsolationForest(n_estimators=5, random_state=1)
save('good', pipe(forest))
save('bare', IsolationForest(n_estimators=5).fit(rows))
save('six-features', pipe(IsolationForest(n_estimators=5), np.hstack([rows, rows[:, :1]])))
save('unfitted', Pipeline([('scaler', StandardScaler())]))
gone = types.ModuleType('feature_library'); sys.modules['feature_library'] = gone
exec('''
import time, os, signal, numpy as np
from sklearn.base import BaseEstimator
class Last(BaseEstimator):
    def fit(self, X, y=None): return self
class Prepared(Last): pass
''', gone.__dict__)
Prepared = gone.Prepared
for each in (gone.Last, Prepared): each.__module__ = 'feature_library'
save('missing-module', pipe(Prepared()))
class InTheNotebook(BaseEstimator):
    def fit(self, X, y=None): return self
save('of-the-notebook', pipe(InTheNotebook()))
class Call:
    def __init__(self, call, *args): self.call, self.args = call, args
    def __reduce__(self): return self.call, self.args
import time
save('hangs', Call(time.sleep, 20))
save('killed', Call(os.kill, Call(os.getpid), 9))
save('aborts', Call(os.abort))
save('greedy', Call(bytearray, 1 << 60))
from sklearn.preprocessing import FunctionTransformer
from sklearn.linear_model import LinearRegression
nan = LinearRegression().fit(rows, rows[:, 0]); nan.intercept_ = float('nan')
save('answers-nan', Pipeline([('scaler', StandardScaler().fit(rows)), ('model', nan)]))
save('cannot-predict', Pipeline([('scaler', StandardScaler().fit(rows))]))
`;

const contract = { samples: [{ instance: [0.5, 0.6, 0.4, 100, 80] }, { instance: [0, 0, 0, 0, 0] }] };

describe.runIf(sklearn !== undefined)('check-model, with scikit-learn', () => {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  beforeAll(() => {
    writeFileSync(join(folder, 'make.py'), models);
    const { status, stderr } = spawnSync(sklearn ?? '', [join(folder, 'make.py'), folder], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    writeFileSync(join(folder, 'garbage.pkl'), 'not a model');
    writeFileSync(join(folder, 'empty.pkl'), '');
    writeFileSync(join(folder, 'half.pkl'), readFileSync(join(folder, 'good.pkl')).subarray(0, 500));
    writeFileSync(join(folder, 'contract.json'), JSON.stringify(contract));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Judges the file in a folder of its own, as the one that a notebook wrote to. */
  async function judge(
    model: string,
    { also = {}, environment = {}, python = sklearn, options = {} }: Trial = {},
  ): Promise<Run> {
    const place = mkdtempSync(join(folder, 'of-'));
    if (existsSync(join(folder, `${model}.pkl`))) copyFileSync(join(folder, `${model}.pkl`), join(place, 'model.pkl'));
    for (const [file, text] of Object.entries(also)) writeFileSync(join(place, file), text);
    const asked = {
      MODEL_FILE: join(place, 'model.pkl'),
      MODEL_VALUES: '5',
      CHECK_MODEL_CONTRACT: join(folder, 'contract.json'),
      CHECK_MODEL_DEADLINE_SECONDS: '20',
    };
    return runProgram('check-model', { ...asked, ...environment }, { ...options, python });
  }
  interface Trial {
    readonly also?: Readonly<Record<string, string>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly python?: string | undefined;
    readonly options?: RunOptions;
  }

  it('passes a fitted Pipeline of the features of the contract, and says which bytes it judged', async () => {
    const { exit, outputs, stderr } = await judge('good');
    expect({ exit, stderr, ...outputs }).toMatchObject({
      exit: 0,
      stderr: '',
      verdict: 'pass',
      diagnosis: 'none',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      reason: expect.stringMatching(/^a Pipeline of 5 features, \d+ bytes, 2 samples answered$/),
    });
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toMatchObject({ features: 5, samples: 2, warnings: [] });
  });

  it('asks for no samples where there is no contract', async () => {
    const { outputs } = await judge('good', { environment: { CHECK_MODEL_CONTRACT: '' } });
    expect(outputs).toMatchObject({ verdict: 'pass', reason: expect.not.stringContaining('samples') });
  });

  it.each([
    ['nothing', 'missing-file', /^there is no model\.pkl in/],
    ['empty', 'empty-file', /model\.pkl is empty$/],
    ['garbage', 'unreadable', /^it can't be loaded: /],
    ['half', 'unreadable', /^it can't be loaded: /],
    ['bare', 'not-a-pipeline', /^it is a sklearn\.ensemble\._iforest\.IsolationForest, not a Pipeline/],
    ['six-features', 'wrong-features', /^it takes 6 features, and the contract has 5$/],
    ['unfitted', 'wrong-features', /^it does not say how many features it takes/],
    ['missing-module', 'missing-module', /^it needs the module feature_library, which this image does not have$/],
    ['of-the-notebook', 'missing-module', /^it needs code that this image does not have: .*InTheNotebook/],
    ['answers-nan', 'wrong-answer', /^its answer to sample 0 is not finite: nan$/],
    ['cannot-predict', 'wrong-answer', /^it can't answer the samples of the contract: AttributeError/],
  ])('fails a model that is %s, with the diagnosis %s', async (model, diagnosis, reason) => {
    const { exit, outputs } = await judge(model);
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, verdict: 'fail', diagnosis, digest: 'none' });
    expect(outputs.reason).toMatch(reason);
  });

  it.each(['older.pkl', 'other.joblib', 'third.pickle'])('fails a model that has %s beside it', async (file) => {
    const { exit, outputs } = await judge('good', { also: { [file]: 'x', 'notes.txt': 'x' } });
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, verdict: 'fail', diagnosis: 'several-files' });
    expect(outputs.reason).toContain(file);
    expect(outputs.reason).not.toContain('notes.txt');
  });

  it.each([
    ['hangs', /^the model was still being loaded after 5 s$/, '5'],
    ['killed', /^loading was killed, perhaps for needing more memory/, '20'],
    ['aborts', /^loading ended with signal 6 and no result/, '20'],
    ['greedy', /^the model needs more memory than the container may use$/, '20'],
  ])('judges nothing where loading it %s', async (model, reason, seconds) => {
    const { exit, outputs } = await judge(model, { environment: { CHECK_MODEL_DEADLINE_SECONDS: seconds } });
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, verdict: 'error', diagnosis: 'not-judged' });
    expect(outputs.reason).toMatch(reason);
  });

  it('judges nothing by a contract that is none', async () => {
    const { exit, outputs } = await judge('good', { environment: { CHECK_MODEL_CONTRACT: join(folder, 'good.pkl') } });
    expect({ exit, verdict: outputs.verdict }).toEqual({ exit: 1, verdict: 'error' });
    expect(outputs.reason).toMatch(/good\.pkl is no contract/);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves error behind when %s ends it while the model is loaded',
    async (signal) => {
      const when = new Promise((resolve) => setTimeout(resolve, 1500));
      const { outputs } = await judge('hangs', { options: { kill: { signal, when } } });
      expect(outputs).toMatchObject({ verdict: 'error', diagnosis: 'not-judged' });
    },
  );
});

describe.runIf(hasPython)('check-model', () => {
  const place = mkdtempSync(join(tmpdir(), 'model-'));
  mkdirSync(join(place, 'm'));
  writeFileSync(join(place, 'm', 'model.pkl'), 'x');
  afterAll(() => rmSync(place, { recursive: true }));
  const good = {
    MODEL_FILE: join(place, 'm', 'model.pkl'),
    MODEL_VALUES: '5',
    CHECK_MODEL_DEADLINE_SECONDS: '10',
  };

  it('judges nothing in an image without joblib and scikit-learn', async () => {
    const { exit, outputs } = await runProgram('check-model', good);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, verdict: 'error', diagnosis: 'not-judged' });
    expect(outputs.reason).toMatch(/^joblib cannot be loaded in this image/);
  });

  it('names all variables that are missing at once', async () => {
    const { exit, outputs } = await runProgram('check-model', {});
    expect({ exit, verdict: outputs.verdict }).toEqual({ exit: 1, verdict: 'error' });
    for (const name of Object.keys(good)) expect(outputs.reason).toContain(`${name}: expected`);
  });

  it.each([
    ['MODEL_FILE', 'relative/model.pkl'],
    ['MODEL_FILE', '/a\nb'],
    ['MODEL_VALUES', '0'],
    ['MODEL_VALUES', '{{inputs.parameters.n}}'],
    ['CHECK_MODEL_CONTRACT', 'contract.json'],
    ['CHECK_MODEL_DEADLINE_SECONDS', '$(id)'],
  ])('refuses %s=%j', async (name, value) => {
    const { exit, outputs } = await runProgram('check-model', { ...good, [name]: value });
    expect({ exit, verdict: outputs.verdict }).toEqual({ exit: 1, verdict: 'error' });
    expect(outputs.reason).toMatch(new RegExp(`^${name}: expected`));
    expect(outputs.reason).not.toMatch(/[{}]|\$\(/);
  });

  it('is understood by Python 3.8', async () => {
    const { spawnSync: run } = await import('node:child_process');
    const program = "import ast, sys; ast.parse(open('lib/programs/check-model.py').read(), feature_version=(3, 8))";
    expect(run('python3', ['-c', program], { cwd: join(__dirname, '..', '..', '..') }).status).toBe(0);
  });
});
