import { yamlDiagnostic } from '../core/diagnostic';
import { readManifestFile } from '../yaml/manifest';
import type { LintDocument } from './document';
import { type Finding, type Problem, pathText, sortedFindings } from './finding';
import type { Repair } from './fix/repair';
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
  const read = files.map(readFile);
  return sortedFindings([
    ...read.flatMap(({ problems }) => problems),
    ...lintDocuments(
      read.flatMap(({ documents }) => documents),
      options,
    ),
  ]);
}

/** The manifests of a file, and what is wrong with it as YAML. @internal */
export interface ReadFile {
  readonly documents: readonly LintDocument[];
  readonly problems: readonly Finding[];
}

/** @internal */
export function readFile({ file, text }: LintFile): ReadFile {
  const { manifests, problems } = readManifestFile(file, text);
  return {
    documents: manifests,
    problems: problems.map((problem) => ({ line: 1, column: 1, path: '', ...yamlDiagnostic(problem, file) })),
  };
}

/** The same for documents that were read. @internal */
export function lintDocuments(
  documents: readonly LintDocument[],
  options: LintOptions = {},
  onRule?: (done: number, all: number) => void,
): readonly Finding[] {
  return sortedFindings(foundIn(documents, options, onRule).map(({ finding }) => finding));
}

/** A finding with what mends it, in no order. @internal */
export interface Found {
  readonly finding: Finding;
  readonly document: LintDocument;
  readonly repair?: Repair | undefined;
}

/** @internal */
export function foundIn(
  documents: readonly LintDocument[],
  options: LintOptions = {},
  onRule?: (done: number, all: number) => void,
): readonly Found[] {
  const { targets = {}, severities = {} } = options;
  const project = projectOf(documents, targets);
  const foundBy = (rule: RuleText, problem: Problem): readonly Found[] => {
    const severity = severities[rule.code] ?? rule.severity;
    if (severity === 'off') return [];
    const { document, path, fix = rule.fix, repair } = problem;
    // What it quotes may have several.
    const message = problem.message.replaceAll(/\s*\n\s*/g, ' ');
    const { line, column } = path.length === 0 ? document.start : document.positionOf(path);
    const { file } = document;
    return [
      {
        finding: { code: rule.code, severity, file, line, column, path: pathText(path), message, fix },
        document,
        repair,
      },
    ];
  };
  const found = rules.flatMap((rule, i) => {
    onRule?.(i, rules.length);
    return [...rule.check(project)].flatMap((problem) => foundBy(rule, problem));
  });
  return suppress(found, suppressionsOf(documents), severities);
}

function suppressionsOf(documents: readonly LintDocument[]): readonly Suppression[] {
  const files = new Map(documents.map((document) => [document.file, document]));
  return [...files.values()].flatMap(suppressionsIn);
}
