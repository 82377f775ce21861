import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of code, and where it stands. */
export interface Snippet {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The text right above the fence. */
  readonly above: string;
}

/** The Markdown files that users read. */
export const documents: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...below('docs', '.md'),
  ...below('examples', '.md'),
];

/** The sources whose docstrings have examples. */
export const sources: readonly string[] = below('src', '.ts').filter((file) => !file.startsWith('src/schemas/'));

export function snippetsOf(file: string): readonly Snippet[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found: Snippet[] = [];
  let open: { line: number; language: string; code: string[]; above: string } | undefined;
  for (const [i, raw] of lines.entries()) {
    const line = file.endsWith('.ts') ? raw.replace(/^\s*\* ?/, '') : raw;
    const fence = /^```(.*)$/.exec(line);
    if (fence === null) open?.code.push(line);
    else if (open === undefined) open = { line: i + 1, language: fence[1] ?? '', code: [], above: lines[i - 1] ?? '' };
    else {
      found.push({ file, ...open, code: `${open.code.join('\n')}\n` });
      open = undefined;
    }
  }
  return found;
}

function below(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith(ending))
    .sort();
}
