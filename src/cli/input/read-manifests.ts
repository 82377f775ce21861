import { type Diagnostic, sortedDiagnostics, yamlDiagnostic } from '../../core/diagnostic';
import { headProblem, type Manifest, manifestsIn } from '../../yaml/manifest';
import { readYaml } from '../../yaml/read';
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
 * What is no manifest (no `apiVersion` and `kind`) is left out silently; what can't be read is told, and the rest goes on.
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
    const { documents, problems } = readYaml(read.text);
    manifests.push(...documents.flatMap((document) => manifestsIn(document, file, read.text)));
    const heads = documents.flatMap((document) => headProblem(document) ?? []);
    diagnostics.push(...[...problems, ...heads].map((problem) => yamlDiagnostic(problem, file)));
  }
  return { manifests, diagnostics: sortedDiagnostics(diagnostics), texts };
}
