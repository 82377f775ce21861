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
  type SimulatedTekton,
  succeeds,
  writesNothing,
} from '../../../src/simulate/index';

const folder = join(__dirname, '..', '..', '..', '..', 'shared', 'reference', 'golden');
const present = existsSync(folder);
if (!present) process.stderr.write('../shared/reference is absent: what the real controller did was not compared\n');

const verdict = (word: string) => succeeds({ verdict: word });
const notPromoted = { close: fails(1) };

/** What was scripted in each scenario; `close` ends red unless the candidate was promoted. */
const scripted: Readonly<Record<string, Readonly<Record<string, Outcome>>>> = {
  'all-pass': {},
  'gate-fail': { 'test-staging': verdict('fail'), ...notPromoted },
  'gate-error': { 'test-staging': verdict('error'), ...notPromoted },
  'gate-inconclusive': { 'test-staging': verdict('inconclusive'), ...notPromoted },
  'gate-nonsense': { 'test-staging': verdict('error'), ...notPromoted },
  'gate-nonsense-closing-step-broken': { 'test-staging': verdict('nonsense'), ...notPromoted },
  'gate-killed': { 'test-staging.checks': outOfMemory },
  'gate-oomkilled': { 'test-staging.checks': outOfMemory },
  'gate-node-lost': { 'test-staging.checks': nodeLost },
  'gate-no-result': { 'test-staging': writesNothing },
  'gate-closing-step-fails': { 'test-staging': fails(1) },
  'lock-fails': { 'test-staging.lock': fails(1) },
  'train-fails': { train: fails(1) },
  'evaluate-fail': { 'evaluate.verdict': verdict('fail'), reject: fails(1) },
  'evaluate-killed': { 'evaluate.evaluate': outOfMemory },
  'register-no-result': { register: writesNothing },
  'revert-fails': { 'test-staging': verdict('fail'), revert: fails(1) },
  'promote-fails': { promote: fails(1) },
  'hold-fails': { 'test-staging': verdict('error'), hold: fails(1) },
  'settle-fails': { settle: fails(1) },
  'tasks-timeout': { 'test-staging.checks': { kind: 'hangs' }, train: succeeds({}, { takes: '5h59m' }) },
};

interface Row {
  readonly name: string;
  readonly tasks: string;
  readonly run: string;
}

function rows(): readonly Row[] {
  const text = readFileSync(join(folder, 'scenarios.md'), 'utf8');
  return text
    .slice(text.indexOf('## Tekton'))
    .split('\n')
    .flatMap((line) => {
      const [, name = '', tasks = '', run = ''] = line.split('|').map((cell) => cell.trim());
      return run === '' || name === 'scenario' || name.startsWith('-') ? [] : [{ name, tasks, run }];
    });
}

/** The tasks in the order they began; `!` for those of which the table says that they were scripted to fail. */
function ran({ nodes }: PlayedWorkflow, told: string): string {
  return nodes
    .filter(({ type }) => type === 'TaskRun')
    .map(({ displayName, phase }) => {
      const isTold = told.split(' ').includes(`${displayName}!`);
      return isTold && phase === 'Failed' ? `${displayName}!` : displayName;
    })
    .join(' ');
}

const files = present
  ? ['pipeline', 'tasks', 'cron'].map((name) => ({
      file: `${name}.yaml`,
      text: readFileSync(join(folder, 'tekton', `${name}.yaml`), 'utf8'),
    }))
  : [];

function played(scenario: Readonly<Record<string, Outcome>>, tekton: SimulatedTekton, hours?: string): PlayedWorkflow {
  // The timeouts of the table's last row are those of the run, cut short.
  const given =
    hours === undefined ? files : files.map((file) => ({ ...file, text: file.text.replace('9h30m0s', hours) }));
  const [workflow] = playPlan(compile(given, { submit: 'deliver', tekton }), scenario, { for: '9h' }).workflows;
  if (workflow === undefined) throw new Error('nothing was played');
  return workflow;
}

const conditions: Readonly<Record<string, string>> = { Succeeded: 'True', Failed: 'False', Running: 'Unknown' };

describe.skipIf(!present)('the release that the real controller of Tekton 1.12 played', () => {
  it('has a script for each row', () => {
    expect(rows().map(({ name }) => name)).toEqual(Object.keys(scripted));
  });

  it.for(present ? rows() : [])('goes the same way: $name', ({ name, tasks, run }) => {
    const workflow = played(scripted[name] ?? {}, '1.12', name === 'tasks-timeout' ? '6h30m0s' : undefined);
    expect(`${ran(workflow, tasks)} | ${conditions[workflow.phase]} ${workflow.reason}`).toBe(`${tasks} | ${run}`);
  });
});

describe.skipIf(!present)('the same release on Tekton 1.15', () => {
  it('runs finally after the time for tasks is over', () => {
    const workflow = played(scripted['tasks-timeout'] ?? {}, '1.15', '6h30m0s');
    expect(ran(workflow, '')).toBe('train evaluate register test-staging settle');
    expect(workflow).toMatchObject({ phase: 'Failed', reason: 'PipelineRunTimeout' });
  });

  it('says which result it waits for until its time is over', () => {
    const workflow = played({ register: writesNothing }, '1.15');
    expect(workflow).toMatchObject({ phase: 'Running', reason: 'Running' });
    expect(workflow.stuck).toEqual([
      {
        node: 'deliver-1.test-staging',
        why: 'reference',
        what: 'task "register" completed successfully but did not emit the result "model-version", which is referenced by task "test-staging"',
      },
    ]);
  });

  it('tells what a killed step was killed for', () => {
    const { nodes } = played({ 'test-staging.checks': outOfMemory }, '1.15');
    const of = (name: string) => nodes.find(({ displayName }) => displayName === name);
    expect(of('test-staging')).toMatchObject({
      phase: 'Failed',
      reason: 'StepOOM',
      message: '"step-checks" exited with code 137: OOMKilled',
    });
    expect(of('promote')).toMatchObject({ phase: 'Skipped', reason: 'PipelineRun was stopping' });
  });
});
