import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  compile,
  fails,
  nodeLost,
  type Outcome,
  outOfMemory,
  type PlayedWorkflow,
  playPlan,
  resumed,
  succeeds,
  writesNothing,
} from '../../src/simulate/index';

const folder = join(__dirname, '..', '..', '..', 'shared', 'reference', 'golden');
const present = existsSync(folder);
if (!present) process.stderr.write('../shared/reference is absent: what real controllers did was not compared\n');

const kill = fails(137);
const verdict = (word: string) => succeeds({ verdict: word });

/** What was scripted in each scenario, besides what its row says was recorded and how it ended. */
const scripted: Readonly<Record<string, Readonly<Record<string, Outcome | readonly Outcome[]>>>> = {
  'all-pass': {},
  'gate-fail': { http: verdict('fail') },
  'gate-fail-first': { rollout: verdict('fail') },
  'gate-error': { http: fails(1, { verdict: 'error' }) },
  'gate-inconclusive': { http: verdict('inconclusive') },
  'gate-nonsense': { http: verdict('nonsense') },
  'gate-quote': { http: verdict("pass' || true || '") },
  'gate-pass-exit1': { http: fails(1, { verdict: 'pass' }) },
  'gate-killed': { http: kill },
  'gate-killed-first': { rollout: kill },
  'gate-no-file': { http: writesNothing },
  'gate-node-lost': { http: nodeLost },
  'deploy-fails': { deploy: fails(1) },
  'lock-fails': { lock: fails(1), read: succeeds({ verdict: 'error' }) },
  'record-fails': { record: fails(1) },
  'read-dies': { read: outOfMemory },
  'train-fails': { train: fails(1) },
  'evaluate-fail': { evaluate: verdict('fail'), reject: fails(1) },
  'evaluate-killed': { evaluate: kill, reject: fails(1) },
  'register-no-file': { register: writesNothing },
  'revert-fails': { revert: fails(1) },
  'promote-fails': { 'decide.promote.promote': fails(1) },
  'restore-fails': { 'decide.promote.promote': fails(1), restore: fails(1) },
  'hold-fails': { hold: fails(1) },
  refused: { approve: resumed({ decision: 'refuse' }) },
  'approve-nonsense': { approve: resumed({ decision: 'nonsense' }) },
  'settle-fails': { settle: fails(1) },
  'record-fails-before': { record: fails(1), read: succeeds({ verdict: 'error' }) },
  'gate-first-node-lost': { rollout: nodeLost },
  'read-node-lost': { read: nodeLost },
  'evaluate-node-lost': { evaluate: nodeLost, reject: fails(1) },
  'deploy-node-lost': { deploy: nodeLost },
  'revert-node-lost': { revert: nodeLost },
  'promote-node-lost': { 'decide.promote.promote': nodeLost },
  'unlock-fails': { unlock: fails(1) },
  'close-fails': { close: fails(1) },
  'train-node-lost': { train: nodeLost },
};

interface Row {
  readonly name: string;
  readonly steps: string;
  readonly recorded: string;
  readonly outcome: string;
  readonly phase: string;
}

/** The rows of Argo's table that only script pods. */
function rows(): readonly Row[] {
  const text = readFileSync(join(folder, 'scenarios.md'), 'utf8');
  const argo = text.slice(text.indexOf('## Argo'), text.indexOf('## Tekton'));
  return argo.split('\n').flatMap((line) => {
    const [, name = '', steps = '', recorded = '', outcome = '', phase = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return scripted[name] === undefined
      ? []
      : [{ name, steps: steps.replace('…', 'train evaluate register'), recorded, outcome, phase }];
  });
}

/** The pods in the order they began; `!` for those that ended non-zero by themselves. */
function podsOf({ nodes }: PlayedWorkflow): string {
  return nodes
    .filter(({ type }) => type === 'Pod')
    .map(({ name, exitCode }) => {
      const own =
        name
          .replaceAll(/\[\d+\]|\(\d+\)/g, '')
          .split('.')
          .at(-1) ?? '';
      return `${own}${exitCode !== undefined && exitCode !== '0' ? '!' : ''}`;
    })
    .join(' ');
}

describe.skipIf(!present)('the release that real controllers played', () => {
  const names = ['deliver', 'train-model', 'promote-or-revert', 'test-staging', 'programs', 'rbac'];
  const files = present
    ? names.map((name) => ({ file: `${name}.yaml`, text: readFileSync(join(folder, 'argo', `${name}.yaml`), 'utf8') }))
    : [];
  const plan = present ? compile(files, { submit: 'deliver' }) : undefined;

  it('has a row for each scenario that only scripts pods', () => {
    expect(
      rows()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(scripted).toSorted());
  });

  it.for(present ? rows() : [])(
    '$name: $phase, and these pods: $steps',
    ({ name, steps, recorded, outcome, phase }) => {
      if (plan === undefined) return;
      const scenario = {
        approve: resumed({ decision: 'approve' }),
        read: recorded === '-' ? succeeds() : verdict(recorded),
        close: outcome === 'promoted' ? succeeds() : fails(1),
        ...scripted[name],
      };
      const [workflow] = playPlan(plan, scenario).workflows;
      expect(workflow?.phase).toBe(phase);
      expect(workflow && podsOf(workflow)).toBe(steps);
    },
  );
});
