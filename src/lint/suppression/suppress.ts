import { suggest } from '../../core/suggest';
import type { Found } from '../lint';
import type { LintOptions } from '../options';
import type { RuleText } from '../rule';
import { rules } from '../rules';
import type { Suppression } from './suppression';
import { unknownSuppression } from './unknown';
import { unusedSuppression } from './unused';
import { suppressionWithoutReason } from './without-reason';

/** Takes out what is meant to stay, and adds what is wrong with the comments that say so. @internal */
export function suppress(
  found: readonly Found[],
  suppressions: readonly Suppression[],
  severities: NonNullable<LintOptions['severities']>,
): readonly Found[] {
  if (suppressions.length === 0) return found;
  const codes = rules.map(({ code }) => code);
  const used = new Set<Suppression>();
  const valid = suppressions.filter(({ code, reason }) => codes.includes(code) && reason !== '');
  const left = found.filter(({ finding }) => {
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
    const { line, column, of } = suppression;
    const message = `nothing in line ${of} is found by ${code}`;
    const repair = { kind: 'drop-suppression', line, column, code } as const;
    return told(unusedSuppression, suppression, severities, message).map((one) => ({ ...one, repair }));
  });
  return [...left, ...about];
}

function told(
  rule: RuleText,
  { document, line, column }: Suppression,
  severities: NonNullable<LintOptions['severities']>,
  message: string,
  fix = rule.fix,
): readonly Found[] {
  const severity = severities[rule.code] ?? rule.severity;
  return severity === 'off'
    ? []
    : [{ finding: { code: rule.code, severity, file: document.file, line, column, path: '', message, fix }, document }];
}
