import type { IncomingMessage } from 'node:http';
import type { CodeHost } from '../../../src/programs/deploy-git/pull-request/code-host';
import { startHttpServer } from '../servers/http-server';

/** A pull request as the host keeps it. */
export interface Proposed {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly body: string;
  state: 'open' | 'merged' | 'closed';
}

/** The part of a code host's REST API that deals with the pull requests of one repository, by its documentation. */
export interface CodeHostServer {
  readonly url: string;
  readonly proposed: Proposed[];
  /** Fulfilled by the next request for a pull request that is open. */
  seenOpen(): Promise<Proposed>;
  stop(): Promise<void>;
}

export async function startCodeHost(kind: CodeHost, project: string, token: string): Promise<CodeHostServer> {
  const proposed: Proposed[] = [];
  let seen: ((open: Proposed) => void) | undefined;
  const server = await startHttpServer(async (request, response) => {
    const [status, body] =
      request.headers.authorization === `Bearer ${token}`
        ? answerTo(request.method ?? '', new URL(request.url ?? '', 'http://host'), await bodyOf(request))
        : [401, { message: 'Unauthorized' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const collection =
    kind === 'gitlab' ? `/projects/${encodeURIComponent(project)}/merge_requests` : `/repos/${project}/pulls`;

  function answerTo(method: string, url: URL, body: string): readonly [status: number, body: object] {
    if (method === 'POST' && url.pathname === collection) return create(JSON.parse(body));
    if (method !== 'GET' || !url.pathname.startsWith(collection)) return [404, { message: 'Not Found' }];
    const { from, to } = branchesIn(url);
    const found = proposed.filter((each) => each.to === to && each.from === from).toReversed();
    const open = found.find(({ state }) => state === 'open');
    if (open !== undefined) seen?.(open);
    const [newest] = found;
    if (kind !== 'gitea') return [200, found.map((each) => shown(kind, each))];
    return newest === undefined ? [404, { message: 'not found' }] : [200, shown(kind, newest)];
  }

  function branchesIn({ pathname, searchParams }: URL): { readonly from: string | null; readonly to: string | null } {
    if (kind === 'gitlab') return { from: searchParams.get('source_branch'), to: searchParams.get('target_branch') };
    if (kind === 'github') {
      // Without an owner GitHub ignores it and answers everything.
      const [owner, from = ''] = (searchParams.get('head') ?? '').split(':');
      return { from: owner === project.split('/')[0] ? from : null, to: searchParams.get('base') };
    }
    const [to = '', from = ''] = pathname.slice(collection.length + 1).split('/');
    return { from: decodeURIComponent(from), to: decodeURIComponent(to) };
  }

  function create(fields: Readonly<Record<string, string>>): readonly [status: number, body: object] {
    const { head = fields.source_branch ?? '', base = fields.target_branch ?? '', title = '' } = fields;
    const body = fields.body ?? fields.description ?? '';
    if (proposed.some(({ from, to, state }) => from === head && to === base && state === 'open')) {
      return [kind === 'github' ? 422 : 409, { message: 'a pull request already exists' }];
    }
    const made: Proposed = { number: proposed.length + 1, from: head, to: base, title, body, state: 'open' };
    proposed.push(made);
    return [201, shown(kind, made)];
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    proposed,
    seenOpen: () =>
      new Promise((resolve) => {
        seen = resolve;
      }),
    stop: server.stop,
  };
}

function shown(kind: CodeHost, { number, from, to, title, body, state }: Proposed): object {
  const url = `https://host.example/${number}?a=b`;
  if (kind === 'gitlab') {
    const word = state === 'open' ? 'opened' : state;
    return { id: 900 + number, iid: number, source_branch: from, target_branch: to, title, state: word, web_url: url };
  }
  const common = { id: 900 + number, number, title, body, html_url: url, head: { ref: from }, base: { ref: to } };
  const merged = state === 'merged';
  const more = kind === 'github' ? { merged_at: merged ? '2026-01-01T00:00:00Z' : null } : { merged };
  return { ...common, state: state === 'open' ? 'open' : 'closed', ...more };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
