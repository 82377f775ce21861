import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SCHEMA, loadAll, Type } from 'js-yaml';

/** A published document, with what the engines say of it. */
export interface Judged {
  readonly file: string;
  /** Position in its file, from 0. */
  readonly doc: number;
  readonly kind: string;
  readonly accepted: readonly string[];
  readonly rejected: Readonly<Record<string, string>>;
  readonly manifest: Record<string, unknown>;
}

const corpus = join(__dirname, '../../../shared/corpus');

/** YAML 1.1 reads `0755` as octal, and so do the engines. */
const octal = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: unknown) => typeof text === 'string' && /^[-+]?(0[0-7]*|[1-9]\d*)$/.test(text),
  construct: (text: string) => Number.parseInt(text, /^[-+]?0\d/.test(text) ? 8 : 10),
});
const schema = DEFAULT_SCHEMA.extend({ implicit: [octal] });

/** The documents that the committed table of verdicts names, or undefined where the corpus is not at hand. */
export function judgedDocuments(): Judged[] | undefined {
  if (!existsSync(corpus)) return undefined;
  const rows: (Judged & { readonly inside?: string })[] = JSON.parse(
    readFileSync(join(__dirname, '../conformance/corpus.json'), 'utf8'),
  );
  // Objects inside others have no document of their own.
  const table = rows.filter(({ inside }) => inside === undefined);
  const files = new Map<string, Record<string, unknown>[]>();
  for (const file of new Set(table.map((row) => row.file))) {
    const documents = loadAll(readFileSync(join(corpus, file), 'utf8'), null, { schema, json: true });
    files.set(
      file,
      documents.filter((document) => typeof document === 'object' && document !== null) as Record<string, unknown>[],
    );
  }
  return table.map((row) => ({ ...row, manifest: files.get(row.file)?.[row.doc] ?? {} }));
}
