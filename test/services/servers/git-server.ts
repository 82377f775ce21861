import { execFileSync, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as querystring from 'node:querystring';
import { type Listening, startHttpServer } from '../../harness/http-server';
import { newFolder, programs } from '../place';
import { credentialsOf } from './basic-auth';
import { type GitRepository, gitRepository } from './git-repository';

/** Who may speak to the server; both have to say a password. */
export const gitUsers = {
  writer: { username: 'writer', password: 'writer of the tests: ä&"%@/' },
  /** May push too, with a token. */
  bot: { username: 'bot', password: 'glpat-token_of.the-tests' },
  /** May push too, by the name that GitHub takes with any token. */
  app: { username: 'git', password: 'ghs_tokenOfTheTests' },
  /** May fetch, and gets 403 when pushing. */
  reader: { username: 'reader', password: 'reader of the tests' },
};

/** A running git server. */
export interface GitServer {
  /** Its repositories are at `<url>/<name>.git`. */
  readonly url: string;
  /** Makes a repository whose branch `main` has these files. */
  create(name: string, files: Readonly<Record<string, string>>): GitRepository;
  /** Makes a repository that nothing was ever pushed to. */
  createEmpty(name: string): GitRepository;
  stop(): Promise<void>;
}

/** Git's own smart HTTP backend behind a server that asks for a name and a password. */
export async function startGitServer(at?: Listening): Promise<GitServer> {
  const home = newFolder('git');
  const server = await startHttpServer((request, response) => {
    const [name, password] = credentialsOf(request) ?? [];
    const user = Object.values(gitUsers).find(({ username }) => username === name);
    if (user === undefined || user.password !== password)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git of the tests"' }).end('who are you?\n');
    else if (user === gitUsers.reader && /\/git-receive-pack$|service=git-receive-pack/.test(request.url ?? ''))
      response.writeHead(403).end('you may not push\n');
    else serve(home, user.username, request, response);
  }, at);
  const { url } = server;
  const createEmpty = (name: string): GitRepository => {
    const folder = join(home, `${name}.git`);
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
    return gitRepository(folder, `${url}/${name}.git`);
  };
  return {
    url,
    create: (name, files) => {
      const repository = createEmpty(name);
      repository.commit(files, 'start');
      return repository;
    },
    createEmpty,
    stop: server.stop,
  };
}

/** Runs git's backend as a web server does (RFC 3875). */
function serve(home: string, user: string, request: IncomingMessage, response: ServerResponse): void {
  const { url = '', headers } = request;
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const backend = spawn(programs.gitHttpBackend, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: home,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      REQUEST_METHOD: request.method,
      PATH_INFO: querystring.unescape(path),
      QUERY_STRING: query,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // It may end before it has read all.
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  request.on('close', () => {
    if (!request.complete) backend.kill();
  });
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    backend.stdout.off('data', readHead);
    const lines = head.subarray(0, end).toString().split('\r\n');
    for (const line of lines) {
      const [name = '', ...value] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value.join(': '), 10);
      else response.setHeader(name, value.join(': '));
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on('data', readHead);
  backend.on('close', () => {
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
}
