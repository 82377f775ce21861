import { below } from '../base-url';
import { type Calling, call } from '../http-call';
import type { Answer } from '../http-exchange';
import { jsonOf, unexpectedStatus } from '../json-answer';
import { Trouble } from '../trouble';

/** The API that trains. @internal */
export interface TrainingApi {
  /** @throws Unclear where nobody knows whether the request was taken */
  post(path: string, request: PostRequest): Promise<Answer>;
  /** The answer to a GET. @throws Unavailable for what may pass; Trouble for anything else but JSON */
  get(path: string): Promise<unknown>;
  /** The JSON of an answer, which may be none where nobody reads it. @throws Trouble for a page or a cut-off text */
  read(answer: Answer, of: string): unknown;
  /** What an answer is that nobody asked for. */
  unexpected(answer: Answer, of: string): Trouble;
}

/** @internal */
export interface PostRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** The API knows it when it comes again. */
  readonly repeatable: boolean;
}

/** @internal */
export function trainingApi(url: URL, token: string | undefined, calling: Calling): TrainingApi {
  const { session } = calling;
  if (token !== undefined) session.hide(token);
  const own: Readonly<Record<string, string>> = {
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const nameOf = (of: string): string => `the training API at ${url.origin}, asked to ${of},`;
  const read = (answer: Answer, of: string): unknown => jsonOf(answer, nameOf(of), session);
  const unexpected = (answer: Answer, of: string): Trouble => {
    const { status, location } = answer;
    if (status >= 300 && status < 400) {
      const target = session.show((location ?? 'nowhere').replace(/[?#].*$/su, '').replace(/\/\/[^/@]*@/, '//'), 120);
      return new Trouble(
        `${nameOf(of)} redirects (${status}) to ${target}, which is not followed: is there a login page before it?`,
      );
    }
    const { message } = unexpectedStatus(answer, nameOf(of), session);
    if (status !== 401 && status !== 403) return unexpectedStatus(answer, nameOf(of), session);
    return new Trouble(
      `${message}: ${token === undefined ? 'it asks for a token' : 'the token is not the one that it has'}`,
    );
  };
  return {
    read,
    unexpected,
    post(path, { body, headers, timeoutSeconds, repeatable }) {
      const request = {
        url: below(url, path),
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json', ...headers },
        body: Buffer.from(JSON.stringify(body)),
        timeout: timeoutSeconds * 1000,
        repeatable,
      } as const;
      return call(request, calling);
    },
    async get(path) {
      const answer = await call({ url: below(url, path), headers: own }, calling);
      if (answer.status === 200) return read(answer, `GET ${path}`);
      throw unexpected(answer, `GET ${path}`);
    },
  };
}
