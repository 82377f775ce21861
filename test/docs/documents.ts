import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOfComments, blocksOfMarkdown, type FencedBlock } from './fenced-blocks';

export const root: string = join(__dirname, '..', '..');

/** Markdown that people read, from the root of the repository. */
export const documents: readonly string[] = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((file) => existsSync(join(root, file))),
  ...filesIn('docs', '.md'),
  ...filesIn('examples', '.md'),
];

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The code that documents show. */
export const shown: readonly FencedBlock[] = documents.flatMap((file) => blocksOfMarkdown(file, textOf(file)));

/** The code in doc comments. */
export const commented: readonly FencedBlock[] = filesIn('src', '.ts').flatMap((file) =>
  blocksOfComments(file, textOf(file)),
);

export const placeOf = ({ file, line }: FencedBlock): string => `${file}:${line}`;

function filesIn(folder: string, extension: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => `${folder}/${name}`)
    .sort();
}
