import { codes } from '../../core/codes';
import { suggest } from '../../core/suggest';
import type { RuleText } from '../../lint/rule';
import { catalogue } from '../../lint/rules';
import type { Command } from '../command';
import { ruleText } from '../rule-text';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '<code>',
  about: [
    'Tells all about a code: what it means, what happens if nothing is done, how to',
    'mend it, and an example.',
  ].join('\n'),
  options: {},
  examples: [
    { line: 'cdk8s-mlops explain MLL1101', does: 'a rule of the lint' },
    { line: 'cdk8s-mlops explain MLP5005', does: 'an error' },
  ],
  run({ paths }, terminal) {
    const [code, ...more] = paths;
    if (code === undefined || more.length > 0)
      throw new UsageError('explain takes one code', 'write cdk8s-mlops explain MLL1101');
    const error = Object.entries(codes).find(([each]) => each === code.toUpperCase());
    terminal.out(
      error === undefined ? ruleText(findRule(code)) : `${error[0]}: ${error[1].title}\n\nFix: ${error[1].fix}.\n`,
    );
    return 0;
  },
};

/** Throws a `UsageError` for a code that there is not. @internal */
export function findRule(typed: string): RuleText {
  const code = typed.toUpperCase();
  const rule = catalogue.find((each) => each.code === code);
  if (rule !== undefined) return rule;
  const meant = suggest(code, [...catalogue.map((each) => each.code), ...Object.keys(codes)]);
  throw new UsageError(
    `there is no code '${typed}'`,
    meant === undefined ? 'see cdk8s-mlops rules' : `did you mean ${meant}?`,
  );
}
