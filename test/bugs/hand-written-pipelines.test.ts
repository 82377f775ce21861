import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pipeline } from '../../src/index';
import { emitted } from '../engines/argo/emitted';
import { discard, notify, publish, smoke } from '../engines/argo/units';
import { type Candidate, candidate, json, text } from '../programs/candidate';
import { Play } from '../programs/release/explore/play';
import { chain } from '../programs/release/explore/runs';
import { scenario } from '../programs/release/explore/scenario';
import { type Run, runProgram } from '../programs/run-program';
import { argoEvaluation, canAsk } from '../property/oracle';

// Release pipelines as they are written by hand, each with the case that it gets wrong. docs/bugs.md lists them all, also
// those whose tests stand beside the program that they are about.

const ask = argoEvaluation();
const log = 'asking http://app/predict\nversion 1.0.7 answers\nit is all right\npass';

describe.skipIf(!canAsk)('in Argo, a gate written by hand', () => {
  const whenOf = (condition: string, scope: Readonly<Record<string, string | null>>) =>
    ask({ kind: 'when', text: condition, scope });

  it('whose verdict is all that it printed starts neither promotion nor revert', async () => {
    const scope = { 'steps.gate.outputs.result': log };
    for (const word of ['pass', 'fail']) {
      const bare = await whenOf(`{{steps.gate.outputs.result}} == ${word}`, scope);
      expect(bare.error).toMatch(/invalid 'when' expression/);
      const quoted = await whenOf(`'{{steps.gate.outputs.result}}' == '${word}'`, scope);
      expect(quoted).toMatchObject({ truth: false });
    }
    const apostrophe = { 'steps.gate.outputs.result': "it's fine\npass" };
    expect(await whenOf(`'{{steps.gate.outputs.result}}' == 'pass'`, apostrophe)).toHaveProperty('error');
  });

  it('that was skipped leaves a condition on its outputs that Argo can not read, or waits with until the end', async () => {
    const condition = `'{{steps.load.outputs.parameters.verdict}}' == 'pass'`;
    const output = 'steps.load.outputs.parameters.verdict';
    expect(await whenOf(condition, { [output]: null })).toHaveProperty('error');
    expect(await whenOf(condition, { 'steps.load.status': 'Skipped' })).toMatchObject({ waits: true });
  });

  it('that leaves no version of a rejected model skips the rest, and nothing of the run is red', async () => {
    const scope = { 'steps.train.outputs.parameters.modelversion': '' };
    const condition = "'{{steps.train.outputs.parameters.modelversion}}' != ''";
    expect(await whenOf(condition, scope)).toEqual({ text: "'' != ''", truth: false });
  });
});

describe.skipIf(!canAsk)('in Argo, our gate', () => {
  const { template, node } = emitted(
    pipeline('release', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      p.match(outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: '1' }, { name: 'promote' }),
        fail: (p) => p.step(discard, { reason: outputs.reason }, { name: 'revert' }),
        error: (p) => p.step(notify, { message: 'error' }, { name: 'tell' }),
        inconclusive: (p) => p.step(notify, { message: 'inconclusive' }, { name: 'tell-too' }),
      });
    }),
  );

  /** Which arms run, by what became of the gate's pod and what it left for a verdict. */
  async function arms(status: string, left: string | undefined): Promise<readonly string[]> {
    const output = template('smoke-verdict').outputs?.parameters?.find(({ name }) => name === 'verdict');
    const { expression = '', default: otherwise = '' } = output?.valueFrom ?? {};
    const inside: Record<string, string> = {
      'steps.smoke.status': status,
      ...(left === undefined ? {} : { 'steps.smoke.outputs.parameters.verdict': left }),
    };
    const verdict = await ask({ kind: 'expression', text: expression, scope: inside });
    const handedOn = node('release', 'on-smoke-verdict').arguments?.parameters?.find(
      ({ name }) => name === 'smoke-verdict',
    );
    const outside = {
      'tasks.smoke.status': 'Succeeded',
      'tasks.smoke.outputs.parameters.verdict': verdict.text ?? otherwise,
    };
    const matched = await ask({ kind: 'template', text: String(handedOn?.value ?? ''), scope: outside });
    const ran: string[] = [];
    for (const { name, when } of (template('release-on-smoke-verdict').steps ?? []).flat()) {
      const scope = { 'inputs.parameters.smoke-verdict': matched.text ?? '' };
      const condition = await ask({ kind: 'inputs', text: when ?? '', scope });
      if ((await ask({ kind: 'when', text: condition.text ?? '', scope: {} })).truth === true) ran.push(name ?? '');
    }
    return ran;
  }

  it.each<[string, string, string | undefined, string]>([
    ['passed', 'Succeeded', 'pass', 'pass'],
    ['found the candidate bad', 'Succeeded', 'fail', 'fail'],
    ['saw too little', 'Succeeded', 'inconclusive', 'inconclusive'],
    ['could not judge', 'Failed', 'error', 'error'],
    ['left its whole log for a verdict', 'Succeeded', log, 'error'],
    ['left an apostrophe', 'Succeeded', "it's pass", 'error'],
    ['left nothing', 'Succeeded', '', 'error'],
    ['exited with 1 after it wrote a pass', 'Failed', 'pass', 'error'],
    ['was killed', 'Failed', undefined, 'error'],
    ['could not be started', 'Error', undefined, 'error'],
    ['was skipped', 'Skipped', undefined, 'error'],
  ])('that %s starts one arm, that for the word', async (_, status, left, arm) => {
    expect(await arms(status, left)).toEqual([arm]);
  });
});

describe('a load gate in shell', () => {
  /** A script that takes the worst of a report. */
  const gate = `
    report=$(load -n 100 http://app/predict 2>/dev/null)
    slow=$(echo "$report" | awk '/95%/ { print $2 }')
    wrong=$(echo "$report" | awk '/Failures/ { print $2 }')
    if [ "\${wrong:-0}" -gt 5 ] 2>/dev/null || [ "\${slow%.*}" -ge 2 ] 2>/dev/null; then echo fail; else echo pass; fi`;
  const report = 'Latency distribution:\n  95% in 9.9000 secs\n\nStatus code distribution:\n  [500]\t100 responses\n';

  function inShell(loadTool: string | undefined): string {
    const folder = mkdtempSync(join(tmpdir(), 'load-'));
    if (loadTool !== undefined) {
      writeFileSync(join(folder, 'load'), `#!/bin/sh\ncat <<'EOF'\n${loadTool}EOF\n`);
      chmodSync(join(folder, 'load'), 0o755);
    }
    const env = { PATH: `${folder}:/usr/bin:/bin` };
    const { stdout } = spawnSync('sh', ['-c', gate], { encoding: 'utf8', env });
    rmSync(folder, { recursive: true });
    return stdout.trim();
  }

  async function ours(measured: object | undefined): Promise<Run> {
    const load = {
      url: 'http://app/predict',
      method: 'GET',
      headers: {},
      statuses: [200],
      timeoutMs: 10_000,
      warmUpSeconds: 0,
      measure: { requests: 100, concurrency: 10 },
    };
    const folder = mkdtempSync(join(tmpdir(), 'summary-'));
    const SUMMARY_FILE = join(folder, 'summary.json');
    if (measured !== undefined) writeFileSync(SUMMARY_FILE, JSON.stringify({ load, dropped: 0, ...measured }));
    const LIMITS = JSON.stringify({ p95: { below: 2000 }, successRate: { above: 0.95 } });
    const run = await runProgram('check-load', { LOAD: JSON.stringify(load), LIMITS, SUMMARY_FILE });
    rmSync(folder, { recursive: true });
    return run;
  }

  it('passes without its tool, and ours can not judge without the summary', async () => {
    expect(inShell(undefined)).toBe('pass');
    expect((await ours(undefined)).outputs.verdict).toBe('error');
  });

  it('passes a report whose words it does not know, all of them 500 and slow, and ours fails it by numbers', async () => {
    expect(inShell(report)).toBe('pass');
    const duration = { median: 9000, p95: 9900, p99: 9900, max: 9900 };
    const { outputs } = await ours({ requests: 100, answers: 100, successes: 0, duration });
    expect(outputs).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(/success rate 0%.*p95 9900 ms/) });
  });
});

describe('a gate over HTTP that was written by hand', () => {
  let app: Candidate;
  afterEach(() => app.close());

  /** Status and body of one request, looked through for one of the words that it may answer with. */
  const byWord = async (): Promise<string> =>
    /Bread|Soup/.test(await (await fetch(`${app.url}/predict`)).text()) ? 'pass' : 'fail';

  const ours = async (): Promise<Run> =>
    runProgram('check-http', {
      URL: app.url,
      EXPECTED_VERSION: '1.0.7',
      VERSION_PATH: '/version',
      VERSION_FIELD: 'version',
      REQUEST_PATH: '/predict',
      EXPECT: JSON.stringify({
        status: 200,
        json: {
          prediction: { type: 'string', oneOf: ['Bread', 'Soup'] },
          probability: { type: 'number', min: 0, max: 1 },
        },
      }),
      SAMPLES: '1',
      POLL_SECONDS: '0.02',
      DEADLINE_SECONDS: '10',
    });

  it('tests the version before while the new one is rolled out, and ours waits for the one that it is about', async () => {
    let asked = 0;
    app = await candidate({
      '/version': (...args) => {
        asked += 1;
        json({ version: asked > 3 ? '1.0.7' : '1.0.6' })(...args);
      },
      '/predict': (...args) =>
        (asked > 3 ? text('', { status: 500 }) : json({ prediction: 'Soup', probability: 0.9 }))(...args),
    });
    expect(await byWord()).toBe('pass');
    expect((await ours()).outputs).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('500') });
  });

  it.each([
    ['has no number for its class', json({ prediction: 'Soup' })],
    ['has a number that is none', json({ prediction: 'Soup', probability: 11.2 })],
    ['is a list of other length', json([{ prediction: 'Soup' }])],
    ['is an error that names a class', text('500: no output for Soup', { status: 500 })],
  ])('takes a model of another architecture whose answer %s, and ours asks for the whole of it', async (_, predict) => {
    app = await candidate({ '/version': json({ version: '1.0.7' }), '/predict': predict });
    expect(await byWord()).toBe('pass');
    expect((await ours()).outputs.verdict).toBe('fail');
  });
});

describe('a release without a record', () => {
  it('goes back to the number before, which may be the version that failed yesterday; ours to the last good one', () => {
    const play = new Play(scenario({ name: '', runs: [chain(2), chain(3), chain(4)] }));
    const rejected: number[] = [];
    for (const version of [2, 3, 4]) {
      play.go(`chain ${version}`, undefined, /source: fail$/);
      const previous = version - 1;
      expect(rejected.includes(previous)).toBe(version > 2);
      rejected.push(version);
      expect(play.state).toMatch(
        new RegExp(
          `^source: idle, .* deployed 1, good 1, .* rejected \\[${rejected}\\]\\n(?:.*\\n)*git: \\{"release":1,`,
        ),
      );
    }
  });

  it('moves the alias before anything is known; ours of the next environment only after it was rolled out', () => {
    const play = new Play(scenario({ name: '', runs: [chain(2)] })).go('chain 2', undefined, /source: pass$/);
    const at = (step: RegExp): number => play.steps.findIndex((said) => step.test(said));
    expect(at(/wait for 2 in the target: ready/)).toBeGreaterThan(at(/push 2 to the target/));
    expect(at(/approve in the target/)).toBeGreaterThan(at(/wait for 2 in the target: ready/));
    expect(at(/point the alias of the target at 2/)).toBeGreaterThan(at(/approve in the target/));

    const failed = new Play(scenario({ name: '', runs: [chain(2)] }));
    failed.go('chain 2', undefined, /source: pass$|2 in the target: it fails/);
    expect(failed.steps.filter((said) => /alias of the target at 2/.test(said))).toEqual([]);
  });

  it('lets the run of the night and one by hand overtake each other; ours has one lock, and the later waits for it', () => {
    const play = new Play(scenario({ name: '', runs: [chain(2), chain(3)] }));
    play.go('chain 2', /begin in the source/);
    expect(play.tries(/^chain 3 .*(?:begin|push|alias)/)).toBeUndefined();
    expect(play.tries(/^chain 3 .*locks the source/)).toBeUndefined();
    play.go('chain 2', undefined, /source: pass$/).go('chain 3', undefined, /source: fail$/);
    expect(play.state).toMatch(/target: idle, candidate 2, .* good 2/);
    expect(play.state).toMatch(/^source: idle, candidate 3, baseline 2, deployed 2, good 2/);
  });
});
