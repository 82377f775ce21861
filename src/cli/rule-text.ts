import { shortened } from '../lint/example';
import type { RuleText } from '../lint/rule';

/** A rule as one reads it in a terminal. @internal */
export function ruleText({ code, title, severity, why, fix, mends, bad, good }: RuleText): string {
  return [
    `${code}: ${title} (${severity})`,
    '',
    ...wrapped(why),
    ...wrapped(`Fix: ${fix}.`),
    ...(mends === undefined ? [] : wrapped(`lint --fix mends ${mends}.`)),
    '',
    'Bad:',
    '',
    indented(shortened(bad)),
    'Good:',
    '',
    indented(good),
    `To leave it as it is: # cdk8s-mlops-ignore ${code}: the reason`,
    '',
  ].join('\n');
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function wrapped(text: string): readonly string[] {
  return text.match(/\S.{0,87}(?=\s|$)/g) ?? [];
}
