import { suggest } from '../../core/suggest';
import type { Finding } from '../finding';
import type { LintOptions } from '../options';
import type { RuleText } from '../rule';
import { rules } from '../rules';
import type { Suppression } from './suppression';
import { unknownSuppression } from './unknown';
import { unusedSuppression } from './unused';
import { suppressionWithoutReason } from './without-reason';

/** Takes out what is meant to stay, and adds what is wrong with the comments that say so. @internal */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  severities: NonNullable<LintOptions['severities']>,
): readonly Finding[] {
  if (suppressions.length === 0) return findings;
  const codes = rules.map(({ code }) => code);
  const used = new Set<Suppression>();
  const valid = suppressions.filter(({ code, reason }) => codes.includes(code) && reason !== '');
  const left = findings.filter((finding) => {
    const by = valid.find(
      ({ document, of, code }) => document.file === finding.file && of === finding.line && code === finding.code,
    );
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  const about = suppressions.flatMap((suppression) => {
    const { code, reason } = suppression;
    if (!codes.includes(code)) {
      const meant = suggest(code, codes);
      const fix = meant === undefined ? undefined : `did you mean ${meant}?`;
      const said = code === '' ? 'the comment names no rule' : `there is no rule '${code}'`;
      return told(unknownSuppression, suppression, severities, said, fix);
    }
    if (reason === '')
      return told(suppressionWithoutReason, suppression, severities, `nothing says why ${code} may stay`);
    if (used.has(suppression) || severities[code] === 'off') return [];
    return told(unusedSuppression, suppression, severities, `nothing in line ${suppression.of} is found by ${code}`);
  });
  return [...left, ...about];
}

function told(
  rule: RuleText,
  { document, line, column }: Suppression,
  severities: NonNullable<LintOptions['severities']>,
  message: string,
  fix = rule.fix,
): readonly Finding[] {
  const severity = severities[rule.code] ?? rule.severity;
  return severity === 'off'
    ? []
    : [{ code: rule.code, severity, file: document.file, line, column, path: '', message, fix }];
}
