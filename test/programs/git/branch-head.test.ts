import { afterEach, expect, it } from 'vitest';
import { startDeadline } from '../../../src/programs/deadline';
import { branchHead } from '../../../src/programs/git/branch-head';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, text } from '../candidate';

const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
const line = (words: string) => `${(words.length + 4).toString(16).padStart(4, '0')}${words}`;
const list = (refs: string) => `${line('# service=git-upload-pack\n')}0000${refs}0000`;
const capabilities = '\0multi_ack symref=HEAD:refs/heads/main';
const whole = list(
  `${line(`${a} HEAD${capabilities}\n`)}${line(`${a} refs/heads/main\n`)}${line(`${b} refs/heads/main2\n`)}`,
);

let server: Candidate;
afterEach(() => server.close());

async function head(answer: string, branch = 'main'): Promise<string | undefined> {
  const headers = { 'content-type': 'application/x-git-upload-pack-advertisement' };
  server = await candidate({
    '/fraud/info/refs?service=git-upload-pack': text(Buffer.from(answer, 'latin1'), { headers }),
  });
  const session = openSession('test', () => undefined);
  const remote = { url: new URL(`${server.url}/fraud`), authorization: undefined };
  return branchHead(remote, branch, { session, deadline: startDeadline(2) });
}

it.each([
  ['the branch', whole, 'main', a],
  ['a branch whose name begins the same', whole, 'main2', b],
  ['no branch', whole, 'mai', undefined],
  ['a branch that is listed first', list(line(`${b} refs/heads/main\0agent=x\n`)), 'main', b],
  ['an empty repository', list(line(`${'0'.repeat(40)} capabilities^{}\0agent=x\n`)), 'main', undefined],
])('finds the newest commit of %s', async (_, answer, branch, expected) => {
  expect(await head(answer, branch)).toBe(expected);
});

it.each([
  ['half a list', whole.slice(0, -6)],
  ['a line that is longer than the list', list(`00ff${a} refs/heads/main\n`)],
  ['a length that is none', list(`zzzz${a} refs/heads/main\n`)],
  ['a web page', '<html>0000'],
])('does not believe %s', async (_, answer) => {
  await expect(head(answer).then((commit) => commit ?? Promise.reject(new Error('nothing')))).rejects.toThrow(
    /half a list|nothing/,
  );
});
