import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { PipelineError } from '../core/error';
import { unitGraph } from '../core/unit';
import type { LintDocument } from '../lint/document';
import { type Found, foundIn } from '../lint/lint';
import type { LintOptions } from '../lint/options';
import { isMap } from '../yaml/is-map';
import { readYaml, type YamlDocument } from '../yaml/read';
import { creationPlace } from './creation-places';
import type { Manifest } from './manifest-of';

/**
 * How the manifests of a `GitOpsApp` are looked at before they are written: other severities for rules, or why not at all.
 *
 * @public
 */
export type LintOutput = LintOptions | { readonly off: string };

/** A manifest that is about to be written. @internal */
export interface LintedManifest {
  readonly construct: IConstruct;
  readonly manifest: Manifest;
  /** Below the folder of the app. */
  readonly file: string;
  /** Which document of the file it is, from 0. */
  readonly index: number;
}

/**
 * Looks at manifests with the rules of `cdk8s-mlops lint`, before anything is replaced. Each finding tells the construct, the
 * line of the definition that made it, and the line of the YAML.
 *
 * @param textOf the text of a file that is about to be written; only asked for where something is found
 * @returns the warnings, a line for each
 * @throws PipelineError MLP4012 with all errors
 * @internal
 */
export function lintOutput(
  manifests: readonly LintedManifest[],
  folder: string,
  options: LintOptions,
  textOf: (file: string) => string,
): readonly string[] {
  const read = new Map<string, readonly YamlDocument[]>();
  const documentsOf = (file: string): readonly YamlDocument[] => {
    const known = read.get(file) ?? readYaml(textOf(file)).documents;
    read.set(file, known);
    return known;
  };
  const constructs = new Map<LintDocument, IConstruct>();
  for (const { construct, manifest, file, index } of manifests) {
    const place = (): YamlDocument | undefined => documentsOf(file)[index];
    const nowhere = { line: 1, column: 1 };
    const document: LintDocument = {
      file: join(folder, file),
      text: '',
      value: withoutUndefined(manifest) as Manifest,
      get start() {
        return place()?.start ?? nowhere;
      },
      positionOf: (path) => place()?.positionOf(path) ?? nowhere,
      sourceOf: () => undefined,
    };
    constructs.set(document, construct);
  }
  const found = foundIn([...constructs.keys()], options);
  const lines = (severity: 'error' | 'warning'): readonly string[] =>
    [
      ...new Set(found.filter(({ finding }) => finding.severity === severity).map((one) => told(one, constructs))),
    ].sort();
  const errors = lines('error');
  if (errors.length > 0) {
    throw new PipelineError({
      code: 'MLP4012',
      message: `the lint finds ${errors.length === 1 ? 'an error' : `${errors.length} errors`} in what would be written\n  ${errors.join('\n  ')}`,
    });
  }
  return lines('warning');
}

function told(
  { finding: { file, line, column, code, path, message, fix }, document }: Found,
  constructs: ReadonlyMap<LintDocument, IConstruct>,
): string {
  const construct = constructs.get(document);
  const madeAt = construct === undefined ? undefined : creationPlace(construct);
  const made = madeAt === undefined ? '' : ` made at ${madeAt}`;
  const field = path === '' ? '' : ` ${path}:`;
  return `[${construct?.node.path ?? ''}]${made}, ${file}:${line}:${column}: ${code}:${field} ${message}; ${fix}`;
}

/** The Argo version that the units of an app are made for; nothing where none says. @internal */
export function argoVersionOf(tree: readonly IConstruct[]): '3.7' | undefined {
  const targets = tree.map((construct): unknown => Reflect.get(construct, unitGraph));
  const isOld = targets.some((unit) => isMap(unit) && String(unit.target).startsWith("argo('3.7')"));
  return isOld ? '3.7' : undefined;
}

/** The writer leaves out what is undefined; a schema would mind it. Most manifests have nothing of it. */
function withoutUndefined(value: unknown): unknown {
  return hasUndefined(value) ? JSON.parse(JSON.stringify(value)) : value;
}

function hasUndefined(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  return Object.values(value).some(hasUndefined);
}
