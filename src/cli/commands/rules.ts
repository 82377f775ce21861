import type { RuleText } from '../../lint/rule';
import { catalogue } from '../../lint/rules';
import type { Command } from '../command';
import { ruleText } from '../rule-text';
import { findRule } from './explain';

/** @internal */
export const command: Command = {
  takes: '[codes…]',
  about: [
    'Lists what the lint looks for: code, severity, what it finds, and whether lint --fix',
    'mends some of it. With codes, all about those.',
  ].join('\n'),
  options: {},
  examples: [
    { line: 'cdk8s-mlops rules', does: 'all of them' },
    { line: 'cdk8s-mlops rules MLL1101', does: 'one rule, with a bad and a good example' },
  ],
  run({ paths }, terminal) {
    const text =
      paths.length > 0 ? paths.map((code) => ruleText(findRule(code))).join('\n') : catalogue.map(line).join('');
    terminal.out(text);
    return 0;
  },
};

function line({ code, severity, title, mends }: RuleText): string {
  return `${code}  ${severity.padEnd(7)}  ${title}${mends === undefined ? '' : ' (--fix)'}\n`;
}
