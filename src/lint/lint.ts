import { yamlDiagnostic } from '../core/diagnostic';
import { manifestsIn } from '../yaml/manifest';
import { readYaml } from '../yaml/read';
import type { LintDocument } from './document';
import { type Finding, type Problem, pathText, sortedFindings } from './finding';
import type { LintOptions } from './options';
import { projectOf } from './project';
import type { RuleText } from './rule';
import { rules } from './rules';
import { suppress } from './suppression/suppress';
import { type Suppression, suppressionsIn } from './suppression/suppression';

/**
 * A file to look at.
 *
 * @public
 */
export interface LintFile {
  /** What findings call it. */
  readonly file: string;
  /** YAML with any number of documents. */
  readonly text: string;
}

/**
 * Says what is wrong in manifests of Argo, Tekton, KServe and Kubernetes: all of it, sorted by place.
 *
 * All files are looked at together: a WorkflowTemplate in one is found by the templateRef in another. What is no manifest
 * is left out silently. Reads nothing from disk, never throws for bad input.
 *
 * @example
 * ```ts
 * import { lint } from 'cdk8s-mlops/lint';
 *
 * const findings = lint([{ file: 'train.yaml', text: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspce: {}\n' }]);
 * console.log(findings.map(({ line, code, message }) => `${line}: ${code} ${message}`));
 * ```
 * @public
 */
export function lint(files: readonly LintFile[], options: LintOptions = {}): readonly Finding[] {
  const documents: LintDocument[] = [];
  const findings: Finding[] = [];
  for (const { file, text } of files) {
    const read = readYaml(text);
    documents.push(...read.documents.flatMap((document) => manifestsIn(document, file, text)));
    findings.push(
      ...read.problems.map((problem) => ({ line: 1, column: 1, path: '', ...yamlDiagnostic(problem, file) })),
    );
  }
  return sortedFindings([...findings, ...lintDocuments(documents, options)]);
}

/** The same for documents that were read. @internal */
export function lintDocuments(documents: readonly LintDocument[], options: LintOptions = {}): readonly Finding[] {
  const { targets = {}, severities = {} } = options;
  const project = projectOf(documents, targets);
  const findingOf = (rule: RuleText, problem: Problem): readonly Finding[] => {
    const severity = severities[rule.code] ?? rule.severity;
    if (severity === 'off') return [];
    const { document, path, fix = rule.fix } = problem;
    // What it quotes may have several.
    const message = problem.message.replaceAll(/\s*\n\s*/g, ' ');
    const { line, column } = path.length === 0 ? document.start : document.positionOf(path);
    return [{ code: rule.code, severity, file: document.file, line, column, path: pathText(path), message, fix }];
  };
  const found = rules.flatMap((rule) => [...rule.check(project)].flatMap((problem) => findingOf(rule, problem)));
  return sortedFindings(suppress(found, suppressionsOf(documents), severities));
}

function suppressionsOf(documents: readonly LintDocument[]): readonly Suppression[] {
  const files = new Map(documents.map((document) => [document.file, document]));
  return [...files.values()].flatMap(suppressionsIn);
}
