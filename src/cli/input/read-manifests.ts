import { type Diagnostic, sortedDiagnostics } from '../../core/diagnostic';
import { isMap } from '../../yaml/is-map';
import { type Position, readYaml, type YamlDocument, type YamlPath } from '../../yaml/read';
import type { Terminal } from '../terminal';
import { findFiles } from './find-files';
import { readStream, readText } from './read-text';

/** An object of Kubernetes and where it was read. @internal */
export interface Manifest {
  /** As the user would name it; `-` for standard input. */
  readonly file: string;
  /** All of the file, for excerpts. */
  readonly text: string;
  readonly value: ManifestValue;
  /** Where it starts. */
  readonly start: Position;
  /** Where a field of it is. */
  positionOf(path: YamlPath): Position;
}

/** @internal */
export interface ManifestValue {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** @internal */
export interface Manifests {
  /** In the order of files and documents. */
  readonly manifests: readonly Manifest[];
  /** What could not be read, sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every object of Kubernetes from files, folders and standard input (`-`), those in a `List` one by one.
 *
 * What is no manifest (no `apiVersion` and `kind`) is left out silently; what can't be read is told, and the rest goes on.
 * Throws a `UsageError` for a path that is not there.
 *
 * @internal
 */
export async function readManifests(paths: readonly string[], terminal: Pick<Terminal, 'stdin'>): Promise<Manifests> {
  const { files, diagnostics: unread } = findFiles(paths);
  const manifests: Manifest[] = [];
  const diagnostics: Diagnostic[] = [...unread];
  for (const file of files) {
    const read = file === '-' ? await readStream(file, terminal.stdin()) : readText(file);
    if ('trouble' in read) {
      diagnostics.push(read.trouble);
      continue;
    }
    const { documents, problems } = readYaml(read.text);
    manifests.push(...documents.flatMap((document) => manifestsIn(document, file, read.text)));
    for (const { kind, message, line, column } of problems) {
      const place = { file, line, column, message };
      diagnostics.push(
        kind === 'syntax'
          ? { ...place, code: 'MLP5005', severity: 'error', fix: 'mend the YAML; the other documents were read' }
          : { ...place, code: 'MLP5006', severity: 'warning', fix: 'remove one of the two' },
      );
    }
  }
  return { manifests, diagnostics: sortedDiagnostics(diagnostics) };
}

function manifestsIn({ value, start, positionOf }: YamlDocument, file: string, text: string): readonly Manifest[] {
  if (!isManifest(value)) return [];
  if (value.kind !== 'List' || !Array.isArray(value.items)) return [{ file, text, value, start, positionOf }];
  return value.items.flatMap((item: unknown, index): readonly Manifest[] => {
    if (!isManifest(item)) return [];
    const within = (path: YamlPath): Position => positionOf(['items', index, ...path]);
    return [{ file, text, value: item, start: within([]), positionOf: within }];
  });
}

function isManifest(value: unknown): value is ManifestValue {
  return isMap(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}
