import { describe, expect, it } from 'vitest';
import { runProgram } from '../run-program';

type Row = [what: string, rules: unknown, values: Record<string, string>, verdict: string, reason: RegExp];

const floor = { metrics: { accuracy: { atLeast: 0.8 } } };
const strict = { metrics: { accuracy: { moreThan: 0.8 }, loss: { lessThan: 0.4 } } };
const gap = { metrics: { r2: { better: 'higher', atLeast: 0.3, gap: { to: 'trainR2', atMost: 0.1 } } } };
const lossGap = { metrics: { rmse: { better: 'lower', gap: { to: 'trainRmse', lessThan: 0.1 } } } };
const auc = { better: 'higher', atLeast: 0.6, champion: { of: 'championAuc', gain: { atLeast: 0.001 } } };
const champion = { metrics: { auc } };
const cheaper = {
  metrics: { rmse: { better: 'lower', atMost: 9, champion: { of: 'old', relativeGain: { atLeast: -0.1 } } } },
};
const sameData = { ...champion, data: { of: 'dataHash', champion: 'championHash' } };
const enough = { ...floor, samples: { of: 'count', atLeast: 500 } };
const two = { metrics: { auc, acc: { ...auc, champion: { of: 'championAcc', gain: { atLeast: 0 } } } } };

const rows: readonly Row[] = [
  // Limits.
  ['a metric above its floor', floor, { accuracy: '0.85' }, 'pass', /^accuracy is 0\.85, at least 0\.8$/],
  ['a metric at its floor', floor, { accuracy: '0.8' }, 'pass', /^accuracy is 0\.8, at least 0\.8$/],
  [
    'a metric below its floor',
    floor,
    { accuracy: '0.7999999999999999' },
    'fail',
    /^accuracy is 0\.7999999999999999, not at least 0\.8$/,
  ],
  [
    'a metric at a floor that it must exceed',
    strict,
    { accuracy: '0.8', loss: '0.1' },
    'fail',
    /^accuracy is 0\.8, not more than 0\.8$/,
  ],
  [
    'a metric at a ceiling that it must not reach',
    strict,
    { accuracy: '0.9', loss: '0.4' },
    'fail',
    /^loss is 0\.4, not less than 0\.4$/,
  ],
  ['every limit that does not hold', strict, { accuracy: '0', loss: '1' }, 'fail', /^accuracy is 0, .*; loss is 1, /],
  ['numbers as Python writes them', floor, { accuracy: '8.1e-01' }, 'pass', /^accuracy is 0\.81/],
  ['numbers without a digit before the point', floor, { accuracy: '.9' }, 'pass', /0\.9/],
  [
    'negative numbers',
    { metrics: { gain: { atLeast: -1 } } },
    { gain: '-0.5' },
    'pass',
    /^gain is -0\.5, at least -1$/,
  ],
  // Numbers that are none.
  ['no number', floor, {}, 'inconclusive', /^accuracy is missing$/],
  ['an empty number', floor, { accuracy: '' }, 'inconclusive', /^accuracy is missing$/],
  ['a NaN', floor, { accuracy: 'nan' }, 'inconclusive', /^accuracy is nan$/],
  ['a NaN as JavaScript writes it', floor, { accuracy: 'NaN' }, 'inconclusive', /^accuracy is NaN$/],
  ['an infinite number', floor, { accuracy: 'inf' }, 'inconclusive', /^accuracy is inf$/],
  [
    'an infinite number below a ceiling',
    { metrics: { loss: { atMost: 1 } } },
    { loss: '-Infinity' },
    'inconclusive',
    /^loss is -Infinity$/,
  ],
  [
    'a number that is too large',
    floor,
    { accuracy: '1e999' },
    'inconclusive',
    /^accuracy is 1e999, too large for a number$/,
  ],
  ['a number that is nearly none', floor, { accuracy: '1e-999999999' }, 'fail', /^accuracy is 0, /],
  [
    'a NaN beside a limit that does not hold',
    strict,
    { accuracy: '0.1', loss: 'nan' },
    'fail',
    /^accuracy is 0\.1, not more than 0\.8$/,
  ],
  ['a number with a comma', floor, { accuracy: '0,85' }, 'error', /^VALUE_accuracy: expected a number, found "0,85"$/],
  ['a number with a unit', floor, { accuracy: '85%' }, 'error', /^VALUE_accuracy: expected a number/],
  ['two numbers', floor, { accuracy: '0.1\n0.9' }, 'error', /^VALUE_accuracy: expected a number/],
  ['a hexadecimal number', floor, { accuracy: '0x1' }, 'error', /^VALUE_accuracy: expected a number/],
  ['a list', floor, { accuracy: '[0.9]' }, 'error', /^VALUE_accuracy: expected a number/],
  ['a tag', floor, { accuracy: '{{inputs.parameters.accuracy}}' }, 'error', /^VALUE_accuracy: .*\(\(inputs/],
  // The gap to the training data.
  ['a small gap', gap, { r2: '0.5', trainR2: '0.55' }, 'pass', /worse by 0\.05, at most 0\.1$/],
  [
    'a gap at its limit, where binary fractions are beyond it',
    gap,
    { r2: '0.4', trainR2: '0.5' },
    'pass',
    /worse by 0\.1, at most 0\.1$/,
  ],
  [
    'a large gap',
    gap,
    { r2: '0.4', trainR2: '0.9' },
    'fail',
    /^r2 0\.4 against trainR2 0\.9: worse by 0\.5, not at most 0\.1$/,
  ],
  [
    'a metric that is better than on the training data',
    gap,
    { r2: '0.9', trainR2: '0.5' },
    'pass',
    /worse by -0\.4, at most 0\.1$/,
  ],
  [
    'a gap of a metric of which less is better',
    lossGap,
    { rmse: '0.3', trainRmse: '0.1' },
    'fail',
    /worse by 0\.2, not less than 0\.1$/,
  ],
  ['no number for the training data', gap, { r2: '0.9' }, 'inconclusive', /^trainR2 is missing$/],
  // The champion.
  [
    'a better candidate',
    champion,
    { auc: '0.71', championAuc: '0.7' },
    'pass',
    /auc 0\.71 against championAuc 0\.7: better by 0\.01, at least 0\.001$/,
  ],
  [
    'a candidate that is better by just enough',
    champion,
    { auc: '0.701', championAuc: '0.7' },
    'pass',
    /better by 0\.001, at least 0\.001$/,
  ],
  [
    'a candidate that is not better by enough',
    champion,
    { auc: '0.7009', championAuc: '0.7' },
    'fail',
    /better by 0\.0009, not at least 0\.001$/,
  ],
  [
    'a candidate above the champion and below the floor',
    champion,
    { auc: '0.5', championAuc: '0.4' },
    'fail',
    /^auc is 0\.5, not at least 0\.6$/,
  ],
  [
    'a candidate that may be worse by a part',
    cheaper,
    { rmse: '1.1', old: '1' },
    'pass',
    /better by -0\.1, at least -10 % of old$/,
  ],
  [
    'a candidate that is worse by more than that',
    cheaper,
    { rmse: '1.11', old: '1' },
    'fail',
    /better by -0\.11, not at least -10 % of old$/,
  ],
  [
    'a part of nothing',
    cheaper,
    { rmse: '1', old: '0' },
    'inconclusive',
    /^old is 0, and no change is a part of that$/,
  ],
  [
    'the first model',
    champion,
    { auc: '0.7', championAuc: 'none' },
    'pass',
    /^first model, no champion: auc is 0\.7, at least 0\.6$/,
  ],
  [
    'a first model below the floor',
    champion,
    { auc: '0.5', championAuc: 'none' },
    'fail',
    /^first model, no champion: auc is 0\.5/,
  ],
  [
    'a champion whose number got lost',
    champion,
    { auc: '0.9', championAuc: '' },
    'inconclusive',
    /^championAuc is missing$/,
  ],
  [
    'a champion whose number is NaN',
    champion,
    { auc: '0.9', championAuc: 'nan' },
    'inconclusive',
    /^championAuc is nan$/,
  ],
  [
    'a champion for one metric only',
    two,
    { auc: '0.9', acc: '0.9', championAuc: '0.7', championAcc: 'none' },
    'inconclusive',
    /^championAcc is none, and other metrics have a champion$/,
  ],
  [
    'a champion measured on the same data',
    sameData,
    { auc: '0.9', championAuc: '0.7', dataHash: 'a1', championHash: 'a1' },
    'pass',
    /better by 0\.2/,
  ],
  [
    'a champion measured on other data',
    sameData,
    { auc: '0.9', championAuc: '0.7', dataHash: 'a1', championHash: 'b2' },
    'inconclusive',
    /^auc is not compared with championAuc: dataHash and championHash differ$/,
  ],
  [
    'a champion measured on nobody knows what',
    sameData,
    { auc: '0.9', championAuc: '0.7', dataHash: 'a1' },
    'inconclusive',
    /championHash is missing$/,
  ],
  ['no hashes at all', sameData, { auc: '0.9', championAuc: '0.7' }, 'inconclusive', /dataHash is missing$/],
  [
    'other data, and a limit that does not hold',
    sameData,
    { auc: '0.1', championAuc: '0.7', dataHash: 'a1', championHash: 'b2' },
    'fail',
    /^auc is 0\.1/,
  ],
  [
    'a first model, which needs no hash',
    sameData,
    { auc: '0.9', championAuc: 'none', dataHash: 'a1' },
    'pass',
    /^first model/,
  ],
  // The samples.
  ['enough samples', enough, { accuracy: '0.9', count: '500' }, 'pass', /^accuracy is 0\.9/],
  [
    'too few samples',
    enough,
    { accuracy: '0.9', count: '499' },
    'inconclusive',
    /^count is 499, too few to judge by: at least 500$/,
  ],
  ['a failure on too few samples', enough, { accuracy: '0.1', count: '4' }, 'inconclusive', /too few/],
  ['nobody knows how many samples', enough, { accuracy: '0.9' }, 'inconclusive', /^count is missing$/],
  ['a number of samples that is NaN', enough, { accuracy: '0.9', count: 'nan' }, 'inconclusive', /^count is nan$/],
];

const wrongRules: readonly [rules: unknown, reason: RegExp][] = [
  ['', /^RULES: is not set$/],
  ['{', /^RULES: is not valid JSON$/],
  [[], /^RULES: expected an object with metrics$/],
  [{}, /^RULES: metrics: expected rules by the name of a metric$/],
  [{ metrics: {} }, /^RULES: metrics: expected rules/],
  [{ metrics: { accuracy: {} } }, /accuracy: has no limit, so every number would pass/],
  [{ metrics: { accuracy: { atLeast: '0.8' } } }, /accuracy\.atLeast: expected a number/],
  [{ metrics: { accuracy: { min: 0.8 } } }, /accuracy\.min: unknown, expected atLeast, /],
  [{ metrics: { 'a b': { atLeast: 1 } } }, /a b: no metric can be called so/],
];

async function judge(rules: unknown, values: Record<string, string>) {
  const variables = Object.entries(values).map(([name, value]) => [`VALUE_${name}`, value]);
  const RULES = typeof rules === 'string' ? rules : JSON.stringify(rules);
  return runProgram('check-metrics', { ...Object.fromEntries(variables), RULES });
}

describe('check-metrics, given', () => {
  it.concurrent.each(rows)('%s', async (_, rules, values, verdict, reason) => {
    const { outputs, exit, stderr, stdout } = await judge(rules, values);
    expect(outputs.reason).toMatch(reason);
    expect(outputs.verdict).toBe(verdict);
    expect(exit).toBe(verdict === 'error' ? 1 : 0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(new RegExp(`(^|\n)check-metrics: ${verdict}: [^\n]+\n$`));
    expect(outputs.reason).not.toMatch(/[{}\p{Cc}]/u);
  });

  it.each(wrongRules)('rules that can not be judged by: %j', async (rules, reason) => {
    const { outputs, exit } = await judge(rules, { accuracy: '0.9' });
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(reason) });
    expect(exit).toBe(1);
  });

  it('leaves the numbers, the limits and what became of each', async () => {
    const { outputs } = await judge(champion, { auc: '0.7', championAuc: 'none' });
    expect(JSON.parse(outputs['evidence.json'] ?? '')).toMatchObject({
      program: 'check-metrics',
      verdict: 'pass',
      rules: champion,
      measurements: { numbers: { auc: 0.7 }, champions: { championAuc: 'none' } },
      first: true,
      findings: [{ metric: 'auc', holds: true, text: 'auc is 0.7, at least 0.6' }],
    });
  });

  it.each(['/dev/null/out', '/nowhere/at/all'])('exits 1 when it cannot write to %s', async (OUT_DIR) => {
    const run = await runProgram('check-metrics', { RULES: JSON.stringify(floor), VALUE_accuracy: '0.9', OUT_DIR });
    expect(run).toMatchObject({ exit: 1, stderr: '', outputs: {} });
  });
});
