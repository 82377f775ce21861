import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { committed } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { runs } from '../kubelet/outcome';
import { outputsOf } from '../reading';

const host = 'gourmetgram-app.gourmetgram-staging.svc.cluster.local';
const cluster = committed(committedManifests().gourmetgram ?? []).withTemplate('check-http-predict', (template) => ({
  ...template,
  container: {
    ...template.container,
    env: (template.container?.env ?? []).map((variable) =>
      variable.name === 'DEADLINE_SECONDS' ? { name: 'DEADLINE_SECONDS', value: '3' } : variable,
    ),
  },
}));

/** A staging application: what it says its version is, and what it makes of a picture. */
function application(version: string, prediction: unknown): RequestListener {
  return (request, response) => {
    request.resume();
    if (request.url === '/version') response.end(version);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(prediction));
  };
}

async function tested(listener: RequestListener | undefined) {
  const server = createServer(listener);
  if (listener !== undefined) await once(server.listen(8082, '127.0.0.1'), 'listening');
  try {
    return await cluster.run('test-staging', {
      arguments: { 'model-version': '7' },
      scenario: { 'check-http-predict': runs, 'end-red': runs },
      hosts: { [host]: '127.0.0.1' },
    });
  } finally {
    server.closeAllConnections();
    if (listener !== undefined) await once(server.close(), 'close');
  }
}

describe('the committed test of staging, with its own programs', () => {
  it.for([
    ['pass', 'answers as expected', application('1.0.7', { prediction: 'Egg', probability: 0.9 })],
    ['fail', 'answers another class', application('1.0.7', { prediction: 'Shoe', probability: 0.9 })],
    ['error', 'is another version', application('1.0.6', { prediction: 'Egg', probability: 0.9 })],
    ['error', 'is not there', undefined],
  ] as const)('says %s when the application %s', async ([verdict, , listener]) => {
    const run = await tested(listener);
    expect([...run.logs.values()].join('\n')).not.toBe('');
    expect(outputsOf(run, 'test-staging').verdict, [...run.logs.values()].join('\n')).toBe(verdict);
    expect(run.phase).toBe(verdict === 'pass' ? 'Succeeded' : 'Failed');
  });
});
