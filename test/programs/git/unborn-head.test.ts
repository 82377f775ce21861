import { expect, it } from 'vitest';
import { withHead } from '../../../src/programs/git/unborn-head';

const packet = (line: string): string => (line.length + 4).toString(16).padStart(4, '0') + line;
const start = `${packet('# service=git-upload-pack\n')}0000`;
const main = `${'1'.repeat(40)} refs/heads/main`;
const after = `${packet(`${'2'.repeat(40)} refs/heads/x\n`)}0000`;

const changed = (list: string): string => withHead(Buffer.from(list, 'latin1')).toString('latin1');

it('a list of branches without a HEAD gets one, and keeps all else', () => {
  for (const end of ['\n', '']) {
    expect(changed(`${start}${packet(`${main}\0shallow agent=git/2${end}`)}${after}`)).toBe(
      `${start}${packet(`${main}\0shallow agent=git/2 symref=HEAD:refs/heads/unborn\n`)}${after}`,
    );
  }
});

it.each([
  ['that has a HEAD', `${start}${packet(`${main}\0shallow symref=HEAD:refs/heads/main\n`)}${after}`],
  ['of an empty repository', `${start}${packet(`${'0'.repeat(40)} capabilities^{}\0shallow\n`)}0000`],
  ['of an older server', `${start}0000`],
  ['for a push', `${packet('# service=git-receive-pack\n')}0000${packet(`${main}\0report-status\n`)}0000`],
  ['that is none', 'ffff'],
  ['that is damaged', `${start}zzzz${main}\0shallow`],
])('a list %s stays as it is', (_, list) => {
  expect(changed(list)).toBe(list);
});
