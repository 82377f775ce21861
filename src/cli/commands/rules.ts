import { catalogue } from '../../lint/rules';
import type { Command } from '../command';
import { ruleText } from '../rule-text';
import { findRule } from './explain';

/** @internal */
export const command: Command = {
  takes: '[codes…]',
  about: ['Lists what the lint looks for: code, severity, and what it finds. With codes, all', 'about those.'].join(
    '\n',
  ),
  options: {},
  examples: [
    { line: 'cdk8s-mlops rules', does: 'all of them' },
    { line: 'cdk8s-mlops rules MLL1101', does: 'one rule, with a bad and a good example' },
  ],
  run({ paths }, terminal) {
    const text =
      paths.length > 0
        ? paths.map((code) => ruleText(findRule(code))).join('\n')
        : catalogue.map(({ code, severity, title }) => `${code}  ${severity.padEnd(7)}  ${title}\n`).join('');
    terminal.out(text);
    return 0;
  },
};
