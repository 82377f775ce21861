import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { candidate, json, text } from '../../programs/candidate';
import { newFolder, programs } from '../place';

/** Runs a script with one user and ten requests; answers how it ended and its summary. */
async function k6(url: string): Promise<{ readonly exit: number; readonly summary: string }> {
  const folder = newFolder('k6');
  const script = `import http from 'k6/http';
export const options = { vus: 1, iterations: 10, thresholds: { http_req_failed: ['rate==0'] } };
export default () => { http.get(__ENV.URL); };
export const handleSummary = ({ metrics }) => ({ stdout: String(metrics.http_reqs.values.count) });
`;
  writeFileSync(join(folder, 'script.js'), script);
  return new Promise((resolve) => {
    const args = ['run', '--quiet', '-e', `URL=${url}`, 'script.js'];
    const env = { HOME: folder, K6_NO_USAGE_REPORT: 'true' };
    const child = execFile(programs.k6, args, { cwd: folder, env }, (_, stdout) =>
      resolve({ exit: child.exitCode ?? -1, summary: stdout.trim() }),
    );
  });
}

it('k6 loads a server and judges by its thresholds', async () => {
  const server = await candidate({ '/good': json({}), '/bad': text('broken', { status: 500 }) });
  expect(await k6(`${server.url}/good`)).toEqual({ exit: 0, summary: '10' });
  expect(await k6(`${server.url}/bad`)).toEqual({ exit: 99, summary: '10' });
  expect(server.requests).toHaveLength(20);
  await server.close();
});
