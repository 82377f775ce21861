import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fullNameOf } from '../lint/document';
import { type Finding, sortedFindings } from '../lint/finding';
import { foundIn, readFile } from '../lint/lint';
import type { LintOptions } from '../lint/options';
import { catalogue } from '../lint/rules';

/**
 * What `cdk8s synth` gives to a validation plugin, as far as this one reads it.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 * @public
 */
export interface LintValidationContext {
  /** The files to look at. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: LintViolation): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

/**
 * What one rule finds, in the words of cdk8s.
 *
 * @public
 */
export interface LintViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/**
 * The rules of `cdk8s-mlops lint` as a validation plugin of `cdk8s synth`, for apps that are no `GitOpsApp`: that one looks
 * by itself.
 *
 * Warnings are reported, and only errors fail. `properties` of the plugin are the options of `lint`.
 *
 * @example
 * ```yaml
 * # cdk8s.yaml
 * validations:
 *   - package: ./node_modules/cdk8s-mlops
 *     version: 0.1.0
 *     class: LintValidation
 *     properties:
 *       targets: { argo: '3.7' }
 *       severities: { MLL3001: 'off' }
 * ```
 * @public
 */
export class LintValidation {
  readonly #options: LintOptions;

  constructor(options: LintOptions = {}) {
    this.#options = options;
  }

  /** Looks at all manifests together, and submits the report. */
  async validate({ manifests, report }: LintValidationContext): Promise<void> {
    const read = manifests.map((file) => readFile({ file: relative('', file), text: readFileSync(file, 'utf8') }));
    const found = foundIn(
      read.flatMap(({ documents }) => documents),
      this.#options,
    );
    const unread = read.flatMap(({ problems }) => problems);
    const findings = sortedFindings([...unread, ...found.map(({ finding }) => finding)]);
    const nameOf = new Map(found.map(({ finding, document }) => [finding, fullNameOf(document.value) ?? '']));
    const pathOf = new Map(manifests.map((file) => [relative('', file), file]));
    for (const code of [...new Set(findings.map((finding) => finding.code))].sort()) {
      const ofCode = findings.filter((finding) => finding.code === code);
      report.addViolation(violationOf(code, ofCode, nameOf, pathOf));
    }
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    report.submit(errors > 0 ? 'failure' : 'success', {
      errors: String(errors),
      warnings: String(findings.length - errors),
    });
  }
}

function violationOf(
  code: string,
  findings: readonly Finding[],
  nameOf: ReadonlyMap<Finding, string>,
  pathOf: ReadonlyMap<string, string>,
): LintViolation {
  const rule = catalogue.find((each) => each.code === code);
  const [first] = findings;
  const resources = new Map<string, { resourceName: string; manifestPath: string; locations: string[] }>();
  for (const finding of findings) {
    const { file, line, column, path, message, fix } = finding;
    const resourceName = nameOf.get(finding) ?? '';
    const known = resources.get(`${file} ${resourceName}`) ?? {
      resourceName,
      manifestPath: pathOf.get(file) ?? file,
      locations: [],
    };
    known.locations.push(`${line}:${column}${path === '' ? '' : ` ${path}`}: ${message}; ${fix}`);
    resources.set(`${file} ${resourceName}`, known);
  }
  return {
    ruleName: code,
    recommendation: rule === undefined ? (first?.message ?? '') : `${rule.title} (${first?.severity}): ${rule.why}`,
    fix: rule?.fix ?? first?.fix ?? '',
    violatingResources: [...resources.values()],
  };
}
