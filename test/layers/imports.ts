/** One import, re-export or dynamic import of a source file. */
export interface Import {
  readonly line: number;
  readonly specifier: string;
}

/** Statements stand at the start of a line (Biome sees to that), so text in comments and indented strings is not read. */
const statements = [
  /^import\s+(?:type\s+)?[\w*${},\s]+?\s+from\s+(['"])(?<specifier>[^'"]+)\1/gm,
  /^import\s+(['"])(?<specifier>[^'"]+)\1/gm,
  /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s+(['"])(?<specifier>[^'"]+)\1/gm,
  /^(?!\s*(?:\*|\/\/)).*\b(?:import|require)\(\s*(['"])(?<specifier>[^'"]+)\1/gm,
];

/** Every import of a TypeScript file, type-only ones included, in the order of the lines. */
export function importsOf(text: string): Import[] {
  return statements
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => ({
      line: text.slice(0, match.index).split('\n').length,
      specifier: match.groups?.specifier ?? '',
    }))
    .sort((a, b) => a.line - b.line);
}
