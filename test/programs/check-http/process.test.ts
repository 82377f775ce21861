import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Candidate, candidate, inTurn, json, never, text } from '../candidate';
import { runProgram } from '../run-program';

let hanging: Candidate;
let good: Candidate;

beforeAll(async () => {
  const version = json({ version: '1.0.1' });
  hanging = await candidate({ '/version': version, '/predict': inTurn(json({}), never) });
  good = await candidate({ '/version': version, '/predict': json({}) });
});
afterAll(() => Promise.all([hanging.close(), good.close()]));

function environment(server: Candidate): Record<string, string> {
  return {
    URL: server.url,
    DEADLINE_SECONDS: '20',
    REQUEST_TIMEOUT_SECONDS: '20',
    VERSION_PATH: '/version',
    VERSION_FIELD: 'version',
    EXPECTED_VERSION: '1.0.1',
    REQUEST_PATH: '/predict',
    SAMPLES: '2',
    EXPECT: '{"status":200}',
  };
}

describe('check-http as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says error when it is stopped by %s, and leaves what it saw',
    async (signal) => {
      const server = await candidate({ '/version': json({ version: '1.0.1' }), '/predict': inTurn(json({}), never) });
      const run = await runProgram('check-http', environment(server), { kill: { signal, when: /sample 1 of 2 fits/ } });
      await server.close();
      expect(run).toMatchObject({ exit: 1, stderr: '' });
      expect(run.outputs).toMatchObject({ verdict: 'error', reason: `terminated by ${signal} before it could finish` });
      expect(JSON.parse(run.outputs['evidence.json'] ?? '')).toMatchObject({ samples: [{ sample: 1, status: 200 }] });
    },
  );

  it('leaves error behind when it is killed without a warning, even over an older pass', async () => {
    const before = { verdict: 'pass', reason: 'of the attempt before' };
    const kill = { signal: 'SIGKILL', when: /waiting for version/ } as const;
    const run = await runProgram('check-http', environment(hanging), { kill, before });
    expect(run.outputs).toMatchObject({ verdict: 'error', reason: 'did not finish' });
  });

  it('writes its three files and no others, verdict and reason without a newline', async () => {
    const { outputs } = await runProgram('check-http', environment(good));
    expect(Object.keys(outputs).sort()).toEqual(['evidence.json', 'reason', 'verdict']);
    expect(outputs.verdict).toBe('pass');
    expect(outputs.reason).toMatch(/^[^\n]+$/);
  });

  it('makes the folder for its outputs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'out-'));
    const run = await runProgram('check-http', { ...environment(good), OUT_DIR: join(folder, 'a') });
    const verdict = readFileSync(join(folder, 'a', 'verdict'), 'utf8');
    rmSync(folder, { recursive: true });
    expect([run.exit, verdict]).toEqual([0, 'pass']);
  });

  it.each(['/dev/null/out', '/proc/none', '/nowhere/at/all'])(
    'exits 1 with one line when it cannot write to %s, although the candidate is fine',
    async (OUT_DIR) => {
      const run = await runProgram('check-http', { ...environment(good), OUT_DIR });
      expect(run).toMatchObject({ exit: 1, stderr: '', outputs: {} });
      expect(run.stdout).toMatch(/^check-http: cannot write to \/[a-z/]+: \S[^\n]*\n$/);
    },
  );

  it('prints short lines, each with its name', async () => {
    const bells = await candidate({
      '/version': json({ version: '1.0.1' }),
      '/predict': text(`\u001b[31m${'long '.repeat(9999)}\u0007`, { status: 500 }),
    });
    const { stdout } = await runProgram('check-http', environment(bells));
    await bells.close();
    expect(stdout.trimEnd().split('\n')).toEqual(
      Array(3).fill(expect.stringMatching(/^check-http: [^\p{Cc}{}]{1,500}$/u)),
    );
  });
});
