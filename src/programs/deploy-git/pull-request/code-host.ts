import { below } from '../../base-url';
import { type Call, type Calling, call, Unclear } from '../../http-call';
import type { Answer } from '../../http-exchange';
import { jsonOf, unexpectedStatus } from '../../json-answer';
import { Trouble } from '../../trouble';
import { dialects, type PullRequest } from './dialects';

/** Whose REST API is spoken; Forgejo speaks Gitea's. @internal */
export const codeHosts: readonly CodeHost[] = ['github', 'gitlab', 'gitea'];

/**
 * A kind of server that has pull requests.
 *
 * @public
 */
export type CodeHost = 'github' | 'gitlab' | 'gitea';

/** The two branches and the words of a pull request. @internal */
export interface Proposal {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly body: string;
}

/** The pull requests of one repository. @internal */
export interface PullRequests {
  /** The one between two branches that has come furthest: merged, else open, else closed. */
  find(branches: Pick<Proposal, 'from' | 'to'>, calling: Calling): Promise<PullRequest | undefined>;
  /** Opens one; whether that worked is seen by looking for it. */
  open(proposal: Proposal, calling: Calling): Promise<void>;
}

/** @internal */
export interface CodeHostAccess {
  /** Where the API begins: `https://api.github.com`, `https://gitlab.com/api/v4`, `https://codeberg.org/api/v1`. */
  readonly api: URL;
  /** The repository as git has it. */
  readonly repository: URL;
  readonly token: string;
}

/** @internal */
export function pullRequestsAt(host: CodeHost, { api, repository, token }: CodeHostAccess): PullRequests {
  const dialect = dialects[host];
  const project = repository.pathname.replace(/^\/+|(\.git)?\/*$/g, '');
  const what = `the API of ${host} at ${api.origin}`;
  const ask = async (path: string, request: Partial<Call>, calling: Calling): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...request.headers };
    const answer = await call({ ...request, url: below(api, path), headers }, calling);
    if (answer.status === 401) throw new Trouble(`${what} does not accept the token (401)`);
    if (answer.status === 403) throw new Trouble(`the token may not do that: ${said(answer, calling)}`);
    return answer;
  };
  const said = (answer: Answer, { session }: Calling): string => unexpectedStatus(answer, what, session).message;
  return {
    async find(branches, calling) {
      const answer = await ask(dialect.searchPath(project, branches), {}, calling);
      if (answer.status === 404 && dialect.noneIsNotFound) return undefined;
      if (answer.status !== 200) throw new Trouble(said(answer, calling));
      const found = dialect.read(jsonOf(answer, what, calling.session), branches);
      return (['merged', 'open', 'closed'] as const)
        .map((state) => found.find((pullRequest) => pullRequest.state === state))
        .find((pullRequest) => pullRequest !== undefined);
    },
    async open(proposal, calling) {
      const body = Buffer.from(JSON.stringify(dialect.proposal(proposal)));
      const headers = { 'content-type': 'application/json' };
      try {
        const answer = await ask(dialect.createPath(project), { method: 'POST', body, headers }, calling);
        // 409 and 422: there is one between these branches already, or nothing that they differ in; looking shows which.
        if (![201, 409, 422].includes(answer.status)) throw new Trouble(said(answer, calling));
        if (answer.status !== 201) calling.session.log(`not opened: ${said(answer, calling)}`);
      } catch (problem) {
        if (!(problem instanceof Unclear)) throw problem;
        calling.session.log(`${problem.message}: looking for it`);
      }
    },
  };
}
