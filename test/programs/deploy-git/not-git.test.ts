import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';
import { type Candidate, candidate, endless, inTurn, type Reply, raw, reset, text, trickle } from '../candidate';
import { runProgram } from '../run-program';
import { complete } from './environment';

const password = 'pass:word-8/geheim';
const path = '/acme/app.git/info/refs?service=git-upload-pack';
const advertisement = 'application/x-git-upload-pack-advertisement';

let server: Candidate | undefined;
afterEach(() => server?.close());

async function deployTo(replies: Readonly<Record<string, Reply>>, more: Readonly<Record<string, string>> = {}) {
  server = await candidate(replies);
  const REPOSITORY = `${server.url}/acme/app.git`;
  return runProgram('deploy-git', { ...complete, REPOSITORY, GIT_PASSWORD: password, DEADLINE_SECONDS: '2', ...more });
}

/** A line as git sends it. */
const packet = (line: string): string => (line.length + 4).toString(16).padStart(4, '0') + line;

const listOf = (capabilities: string): string =>
  `${packet('# service=git-upload-pack\n')}0000${packet(`${'1'.repeat(40)} refs/heads/main\0${capabilities}\n`)}0000`;

const as = (contentType: string, body: string, status = 200): Reply =>
  text(body, { status, headers: { 'content-type': contentType } });

const rows: readonly [what: string, reply: Reply, reason: RegExp][] = [
  ['a web page', as('text/html', '<html>Sign in</html>'), /answers with a web page where git over HTTP is due/],
  ['a web page with status 203', as('text/html', 'Sign in', 203), /answered 203: Sign in/],
  ['JSON', as('application/json', '[]'), /answers with application\/json where git/],
  [
    'files, as a server without git does',
    as('text/plain', `${'1'.repeat(40)}\trefs/heads/main\n`),
    /where git over HTTP/,
  ],
  ['nothing', as(advertisement, ''), /answered with half a list of branches/],
  ['half a list', as(advertisement, listOf('shallow').slice(0, -4)), /half a list/],
  ['a list of something else', as(advertisement, `${packet('hello\n')}0000`), /fetching main of .*: Expected/],
  ['no packets', as(advertisement, 'hello0000'), /fetching main of /],
  [
    'a packet that is longer than the answer',
    as(advertisement, 'ffff# service=git-upload-pack\n0000'),
    /fetching main of /,
  ],
  [
    'a branch without history only on request',
    as(advertisement, listOf('thin-pack')),
    /Remote does not support the .shallow/,
  ],
  [
    'SHA-256 objects',
    as(advertisement, listOf('shallow object-format=sha256')),
    /SHA-256 objects, which are not supported/,
  ],
  [
    'a redirect',
    text('', { status: 301, headers: { location: 'https://u:p@other.example/app?x=y' } }),
    /redirects to https:\/\/other\.example\/app: credentials are not sent there/,
  ],
  ['a redirect to nowhere', text('', { status: 302 }), /redirects to nowhere/],
  ['418', text('a teapot', { status: 418 }), /answered 418: a teapot/],
  ['500', text('', { status: 500 }), /answered 500/],
  ['no HTTP', raw('SSH-2.0-OpenSSH\r\n\r\n'), /the answer is not valid HTTP/],
  ['a reset', reset(), /connection reset|closed without an answer/],
  ['a byte now and then', trickle(50), /took longer than|was not done at the deadline/],
  ['a body without an end', endless(), /larger than|took longer|not done at the deadline/],
];

describe.concurrent('an answer that is not git ends red', () => {
  it.each(rows)('%s', async (_, reply, reason) => {
    const other = await candidate({ [path]: reply });
    const run = await runProgram('deploy-git', {
      ...complete,
      REPOSITORY: `${other.url}/acme/app.git`,
      GIT_PASSWORD: password,
      DEADLINE_SECONDS: '2',
    });
    await other.close();
    expect(run).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(reason);
    expect(run.outputs).not.toHaveProperty('commit');
  });
});

it('ends red when the fetched branch does not come', async () => {
  const { outputs } = await deployTo({
    [path]: as(advertisement, listOf('shallow')),
    '/acme/app.git/git-upload-pack': as('application/x-git-upload-pack-result', '0000'),
  });
  expect(outputs.reason).toMatch(/^fetching main of .*: the server lists a commit and does not send it$/);
});

it('tries again when the server is busy', async () => {
  const busy = text('', { status: 503 });
  const { outputs } = await deployTo({ [path]: inTurn(busy, text('no', { status: 401 })) });
  expect(outputs.reason).toMatch(/does not accept the user name and password/);
  expect(server?.requests).toHaveLength(2);
});

describe('no output contains the password', () => {
  const basic = Buffer.from(`git:${password}`).toString('base64');
  const echoes: Readonly<Record<string, Reply>> = {
    'as plain text': (response, _, request) => response.writeHead(400).end(`you sent ${request.headers.authorization}`),
    'without its base64': text(`you are git:${password}`, { status: 403 }),
    'as a content type': as(password, ''),
    'as a redirect': text('', { status: 302, headers: { location: `/login/${encodeURIComponent(password)}` } }),
    'in a list of branches': as(advertisement, `${packet(`${password}\n`)}0000`),
  };
  it.each(Object.entries(echoes))('when it is echoed %s', async (_, reply) => {
    const { exit, everything, outputs } = await deployTo({ [path]: reply });
    expect(exit).toBe(1);
    expect(outputs.reason).not.toBe('');
    expect(everything).not.toMatch(/geheim|word-8/);
    expect(everything).not.toContain(basic);
    expect(server?.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });

  it('and no request but those to the repository has it', async () => {
    const other = await candidate({});
    const { exit } = await deployTo({ [path]: text('', { status: 307, headers: { location: `${other.url}/x` } }) });
    await other.close();
    expect(exit).toBe(1);
    expect(other.requests).toEqual([]);
  });

  it('sent as a bearer token', async () => {
    const { everything } = await deployTo({ [path]: text('', { status: 401 }) }, { GIT_AUTH: 'bearer' });
    expect(server?.requests[0]?.headers.authorization).toBe(`Bearer ${password}`);
    expect(everything).not.toMatch(/geheim/);
  });
});

describe('over TLS', () => {
  it('refuses a certificate that nobody vouches for, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const { createServer } = await import('node:https');
    const secure = createServer(selfSigned('127.0.0.1'), (_, response) => response.end());
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as import('node:net').AddressInfo;
    const run = await runProgram('deploy-git', {
      ...complete,
      REPOSITORY: `https://127.0.0.1:${port}/acme/app.git`,
      DEADLINE_SECONDS: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    secure.close();
    expect(run).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(run.outputs.reason).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT/);
  });
});
