import { type Diagnostic, sortedDiagnostics, yamlDiagnostic } from '../../core/diagnostic';
import { type Manifest, readManifestFile } from '../../yaml/manifest';
import type { Progress } from '../progress';
import type { Terminal } from '../terminal';
import { findFiles } from './find-files';
import { readStream, readText } from './read-text';

/** @internal */
export interface Manifests {
  /** In the order of files and documents. */
  readonly manifests: readonly Manifest[];
  /** What could not be read, sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was read, by file. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads every object of Kubernetes from files, folders and standard input (`-`), those in a `List` one by one.
 *
 * What is no manifest (no `apiVersion` and `kind`) is left out silently; what can't be read, or has one of the two mistyped, is
 * told, and the rest goes on.
 * Throws a `UsageError` for a path that is not there.
 *
 * @internal
 */
export async function readManifests(
  paths: readonly string[],
  terminal: Pick<Terminal, 'stdin'>,
  progress?: Progress,
): Promise<Manifests> {
  const { files, diagnostics: unread } = findFiles(paths);
  const manifests: Manifest[] = [];
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [...unread];
  for (const [i, file] of files.entries()) {
    progress?.at(`read ${i} of ${files.length} files`);
    const read = file === '-' ? await readStream(file, terminal.stdin()) : readText(file);
    if ('trouble' in read) {
      diagnostics.push(read.trouble);
      continue;
    }
    texts.set(file, read.text);
    const { manifests: found, problems } = readManifestFile(file, read.text);
    manifests.push(...found);
    diagnostics.push(...problems.map((problem) => yamlDiagnostic(problem, file)));
  }
  return { manifests, diagnostics: sortedDiagnostics(diagnostics), texts };
}
