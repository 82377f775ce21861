import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import { type Calling, call, Unclear } from '../http-call';
import type { Answer } from '../http-exchange';
import { unexpectedStatus } from '../json-answer';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Remote } from './remote';
import { withHead } from './unborn-head';

const timeout = 60_000;
// A branch without its history; with all that is made of it, a pod of 256 MiB has room for that.
const maxBytes = 16 * 1024 * 1024;

/**
 * Speaks HTTP for isomorphic-git: retries, deadline and limits of our own; credentials go to the one repository they are
 * for and nowhere else, since redirects are not followed.
 *
 * @throws Trouble for every answer that is not git's; Unclear if a push may have been carried out
 * @internal
 */
export function gitHttp(remote: Remote, calling: Calling): HttpClient {
  return {
    async request({ url: text, method = 'GET', headers = {}, body }): Promise<GitHttpResponse> {
      const url = new URL(text);
      const service = serviceOf(url, remote);
      const answer = await call(
        {
          url,
          method: method === 'POST' ? 'POST' : 'GET',
          headers: {
            ...headers,
            ...(remote.authorization === undefined ? {} : { authorization: remote.authorization }),
          },
          body: body === undefined ? undefined : await bytesOf(body),
          timeout,
          maxBytes,
          // Reading twice is reading once; a push is not.
          repeatable: method === 'GET' || service === 'git-upload-pack',
        },
        calling,
      );
      const discovery = method === 'GET';
      checkAnswer(answer, { service, discovery, what: shown(remote) }, calling.session);
      return {
        url: text,
        method,
        statusCode: answer.status,
        statusMessage: '',
        headers: { 'content-type': answer.contentType },
        body: (async function* () {
          yield discovery ? withHead(answer.body) : answer.body;
        })(),
      };
    },
  };
}

/** The repository as it is named in messages: never with a query or a user. @internal */
export function shown({ url }: Remote): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

type Service = 'git-upload-pack' | 'git-receive-pack';

function serviceOf(url: URL, remote: Remote): Service {
  const base = shown(remote);
  const service = (['git-upload-pack', 'git-receive-pack'] as const).find((name) =>
    [`${base}/info/refs?service=${name}`, `${base}/${name}`].includes(url.href),
  );
  if (service === undefined) throw new Error(`the git library asked for ${url.origin}${url.pathname}`);
  return service;
}

async function bytesOf(body: NonNullable<GitHttpRequest['body']>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Asked {
  readonly service: Service;
  readonly discovery: boolean;
  readonly what: string;
}

function checkAnswer(answer: Answer, { service, discovery, what }: Asked, session: Session): void {
  const { status, contentType, location, body } = answer;
  const doing = service === 'git-receive-pack' ? 'push to' : 'read';
  if (status === 401) throw new Trouble(`${what} does not accept the user name and password or token (401)`);
  if (status === 403) {
    const said = session.show(body.toString(), 200);
    throw new Trouble(`${what}: the credentials may not ${doing} it (403)${said === '' ? '' : `: ${said}`}`);
  }
  if (status === 404) {
    throw new Trouble(`${what}: no such repository, or one that these credentials may not see (404)`);
  }
  if (status >= 300 && status < 400) {
    throw new Trouble(
      `${what} redirects to ${session.show(withoutQuery(location ?? 'nowhere'), 200)}: credentials are not sent there, ` +
        'so give that address as the repository if it is the right one',
    );
  }
  // Behind such an answer the push may have been carried out.
  const pushed = service === 'git-receive-pack' && !discovery;
  if (pushed && status >= 500) throw new Unclear(unexpectedStatus(answer, what, session).message);
  if (status !== 200) throw unexpectedStatus(answer, what, session);
  const expected = `application/x-${service}-${discovery ? 'advertisement' : 'result'}`;
  if (contentType.split(';')[0]?.trim() !== expected) {
    const kind = /html/i.test(contentType) ? 'a web page' : contentType || 'something without a content type';
    throw new (pushed ? Unclear : Trouble)(
      `${what} answers with ${session.show(kind, 80)} where git over HTTP is due: is it the address of a repository?`,
    );
  }
  if (!discovery) return;
  // The library takes a list that ends early for a short one, and none for an empty repository.
  if (body.subarray(-4).toString() !== '0000') throw new Trouble(`${what} answered with half a list of branches`);
  if (body.includes('object-format=sha256')) {
    throw new Trouble(`${what} is a repository with SHA-256 objects, which are not supported`);
  }
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
