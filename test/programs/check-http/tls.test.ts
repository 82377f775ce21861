import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { runProgram } from '../run-program';

let right: TlsCandidate;
let foreign: TlsCandidate;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  right = await tlsCandidate('127.0.0.1');
  foreign = await tlsCandidate('192.0.2.1');
});
afterAll(async () => {
  await Promise.all([right, foreign].map(({ server }) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});

interface TlsCandidate {
  readonly server: Server;
  readonly url: string;
  /** A file with its certificate. */
  readonly ca: string;
}

/** Listens on loopback, whatever address its certificate is for. */
async function tlsCandidate(address: string): Promise<TlsCandidate> {
  const { key, cert } = selfSigned(address);
  const ca = join(folder, `${address}.pem`);
  writeFileSync(ca, cert);
  const server = createServer({ key, cert }, (_, response) => response.end('1.0.1'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca };
}

function run(url: string, environment: Readonly<Record<string, string>> = {}): ReturnType<typeof runProgram> {
  return runProgram('check-http', {
    URL: url,
    DEADLINE_SECONDS: '1',
    POLL_SECONDS: '0.2',
    VERSION_PATH: '/version',
    EXPECTED_VERSION: '1.0.1',
    REQUEST_PATH: '/predict',
    EXPECT: '{"status":200}',
    ...environment,
  });
}

describe.concurrent('check-http over TLS', () => {
  it('passes when the certificate is vouched for by the CA of NODE_EXTRA_CA_CERTS', async () => {
    const { outputs } = await run(right.url, { NODE_EXTRA_CA_CERTS: right.ca });
    expect(outputs.verdict).toBe('pass');
  });

  it('says error when no one vouches for the certificate', async () => {
    const { outputs } = await run(right.url);
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/SELF_SIGNED_CERT/) });
  });

  it('says error when the certificate is for another host', async () => {
    const { outputs } = await run(foreign.url, { NODE_EXTRA_CA_CERTS: foreign.ca });
    expect(outputs).toMatchObject({ verdict: 'error', reason: expect.stringMatching(/ALTNAME_INVALID/) });
  });

  it('does not let an environment variable turn verification off', async () => {
    const { outputs } = await run(right.url, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(outputs.verdict).toBe('error');
  });
});
