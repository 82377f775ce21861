import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import { UsageError } from '../usage-error';
import { notReadable } from './unreadable';

/** @internal */
export interface FoundFiles {
  /** As the user would name them, each once however many ways lead to it. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The files that paths stand for: a file is itself whatever it is called, a folder is every `.yaml`, `.yml` and `.json` below
 * it but in hidden folders and `node_modules`. Follows links; one that leads back to where it came from is told.
 *
 * Throws a `UsageError` for a path that is not there.
 *
 * @internal
 */
export function findFiles(paths: readonly string[]): FoundFiles {
  const seen = new Set<string>();
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];

  const visit = (path: string, above: readonly string[], named: boolean): void => {
    try {
      const entry = statSync(path);
      const real = realpathSync(path);
      if (above.includes(real)) {
        diagnostics.push(loop(path));
        return;
      }
      if (seen.has(real)) return;
      if (entry.isDirectory()) {
        // Read before it counts as seen: what could not be read here may be read another way.
        const names = readdirSync(path).sort();
        seen.add(real);
        for (const name of names) {
          const below = join(path, name);
          if (isWanted(below, name)) visit(below, [...above, real], false);
        }
      } else if (entry.isFile() || named) {
        seen.add(real);
        files.push(path);
      } else {
        diagnostics.push(notReadable(path, `it is ${kindOf(entry)}, not a file`));
      }
    } catch (problem) {
      diagnostics.push(isLoop(problem) ? loop(path) : notReadable(path, problem));
    }
  };

  for (const path of paths) {
    if (path === '-') files.push(path);
    else {
      if (path === '' || lstatSync(path, { throwIfNoEntry: false }) === undefined)
        throw new UsageError(`there is no file or folder '${path}'`, 'correct the path');
      visit(path, [], true);
    }
  }
  return { files: [...new Set(files)], diagnostics };
}

/** What a name says is enough for files; links and folders may be called anything. */
function isWanted(path: string, name: string): boolean {
  if (/\.(?:ya?ml|json)$/i.test(name)) return true;
  if (name.startsWith('.') || name === 'node_modules') return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isLoop(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'ELOOP';
}

function loop(path: string): Diagnostic {
  return {
    code: 'MLP5004',
    severity: 'error',
    file: path,
    message: 'the link leads back to a folder that it is in',
    fix: 'remove the link, or name the folder that you mean',
  };
}

function kindOf(entry: Stats): string {
  if (entry.isFIFO()) return 'a pipe';
  if (entry.isSocket()) return 'a socket';
  return 'a device';
}
