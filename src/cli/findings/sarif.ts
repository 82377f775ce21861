import { codes } from '../../core/codes';
import type { Finding } from '../../lint/finding';
import { catalogue } from '../../lint/rules';

/**
 * SARIF 2.1.0, which code scanners show.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @internal
 */
export function sarif(findings: readonly Finding[], version: string): string {
  const used = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdk8s-mlops', version, rules: used.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, used)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string): object {
  const rule = catalogue.find((each) => each.code === code);
  if (rule !== undefined)
    return {
      id: code,
      shortDescription: { text: rule.title },
      fullDescription: { text: rule.why },
      help: { text: rule.fix },
    };
  const row = Object.entries(codes).find(([each]) => each === code)?.[1];
  return { id: code, ...(row !== undefined && { shortDescription: { text: row.title }, help: { text: row.fix } }) };
}

function resultOf(
  { code, severity, file, line, column, path, message, fix }: Finding,
  used: readonly string[],
): object {
  return {
    ruleId: code,
    ruleIndex: used.indexOf(code),
    level: severity,
    message: { text: `${message}; ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') },
          region: { startLine: line, startColumn: column },
        },
        ...(path !== '' && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}
