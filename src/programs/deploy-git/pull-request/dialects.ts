import { listAt, numberAt, recordAt, textAt, valueAt } from '../../json-value';
import { Trouble } from '../../trouble';
import type { CodeHost, Proposal } from './code-host';

/** @internal */
export interface PullRequest {
  readonly number: number;
  readonly state: 'open' | 'merged' | 'closed';
  /** For people. */
  readonly url: string;
}

type Branches = Pick<Proposal, 'from' | 'to'>;

/** How one kind of host wants to be asked, and what it answers. @internal */
export interface Dialect {
  searchPath(project: string, branches: Branches): string;
  /** It answers 404 when there is no such pull request. */
  readonly noneIsNotFound: boolean;
  /** Reads the answer to a search; what is between other branches is left out. */
  read(answer: unknown, branches: Branches): readonly PullRequest[];
  createPath(project: string): string;
  proposal(proposal: Proposal): object;
}

const query = (parameters: Readonly<Record<string, string>>): string => `?${new URLSearchParams(parameters)}`;

/** GitHub and Gitea describe pull requests alike. */
function pullRequestOf(item: unknown): PullRequest {
  const merged = valueAt(item, 'merged') === true || typeof valueAt(item, 'merged_at') === 'string';
  return {
    number: numberAt(item, 'number'),
    state: merged ? 'merged' : stateOf(textAt(item, 'state'), { open: 'open', closed: 'closed' }),
    url: textAt(item, 'html_url'),
  };
}

function stateOf(word: string, states: Readonly<Record<string, PullRequest['state']>>): PullRequest['state'] {
  const state = Object.hasOwn(states, word) ? states[word] : undefined;
  if (state === undefined) throw new Trouble(`the answer has the unknown state ${JSON.stringify(word)}`);
  return state;
}

const between = (item: unknown, { from, to }: Branches): boolean =>
  textAt(item, 'head', 'ref') === from && textAt(item, 'base', 'ref') === to;

const proposal = ({ from, to, title, body }: Proposal): object => ({ head: from, base: to, title, body });

/** @internal */
export const dialects: Readonly<Record<CodeHost, Dialect>> = {
  /** @see https://docs.github.com/en/rest/pulls/pulls */
  github: {
    searchPath: (project, { from, to }) => {
      const head = `${project.split('/')[0]}:${from}`;
      return `/repos/${project}/pulls${query({ state: 'all', head, base: to, per_page: '100' })}`;
    },
    noneIsNotFound: false,
    read: (answer, branches) =>
      listAt(answer)
        .filter((item) => between(item, branches))
        .map(pullRequestOf),
    createPath: (project) => `/repos/${project}/pulls`,
    proposal,
  },
  /** @see https://docs.gitlab.com/api/merge_requests/ */
  gitlab: {
    searchPath: (project, { from, to }) => {
      const parameters = { state: 'all', source_branch: from, target_branch: to, per_page: '100' };
      return `/projects/${encodeURIComponent(project)}/merge_requests${query(parameters)}`;
    },
    noneIsNotFound: false,
    read: (answer, { from, to }) =>
      listAt(answer)
        .filter((item) => textAt(item, 'source_branch') === from && textAt(item, 'target_branch') === to)
        .map((item) => ({
          number: numberAt(item, 'iid'),
          // Locked is for the moment in which it is merged.
          state: stateOf(textAt(item, 'state'), { opened: 'open', locked: 'open', merged: 'merged', closed: 'closed' }),
          url: textAt(item, 'web_url'),
        })),
    createPath: (project) => `/projects/${encodeURIComponent(project)}/merge_requests`,
    proposal: ({ from, to, title, body }) => ({ source_branch: from, target_branch: to, title, description: body }),
  },
  /** @see https://docs.gitea.com/api/ */
  gitea: {
    searchPath: (project, { from, to }) =>
      `/repos/${project}/pulls/${encodeURIComponent(to)}/${encodeURIComponent(from)}`,
    noneIsNotFound: true,
    read: (answer, branches) => {
      const found = recordAt(answer);
      return between(found, branches) ? [pullRequestOf(found)] : [];
    },
    createPath: (project) => `/repos/${project}/pulls`,
    proposal,
  },
};
