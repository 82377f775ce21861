import { describe, expect, it } from 'vitest';
import { runProgram } from '../run-program';

const rows: readonly [environment: Readonly<Record<string, string>>, line: string][] = [
  [{ OUTCOME: 'held', REASON: 'the gate could not judge' }, 'held: the gate could not judge'],
  [{ OUTCOME: 'rejected' }, 'rejected: no reason given'],
  [{ OUTCOME: 'promote-failed', REASON: '' }, 'promote-failed: no reason given'],
  [{ OUTCOME: 'unmatched', VALUE: 'maybe' }, 'unmatched: no arm takes the value "maybe"'],
  [
    { OUTCOME: 'unmatched', VALUE: 'maybe', REASON: 'see the log' },
    'unmatched: no arm takes the value "maybe"; see the log',
  ],
  [{ OUTCOME: 'held', REASON: 'a\nb {{x}} $(TOKEN) \u001b[31m' }, 'held: a b ((x)) $ (TOKEN) [31m'],
  [{}, 'hold: OUTCOME: is not set'],
  [{ OUTCOME: 'Held' }, 'hold: OUTCOME: expected an outcome of lower-case letters and hyphens, found "Held"'],
  [{ OUTCOME: 'held\n' }, 'hold: OUTCOME: expected an outcome of lower-case letters and hyphens, found "held"'],
];

describe('hold', () => {
  it.each(rows)('given %j always exits 1 and says why in one line', async (environment, line) => {
    const { exit, stdout, stderr, outputs } = await runProgram('hold', environment);
    expect({ exit, stdout, stderr, outputs }).toEqual({ exit: 1, stdout: `${line}\n`, stderr: '', outputs: {} });
  });
});
