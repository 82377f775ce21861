import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SCHEMA, loadAll, Type } from 'js-yaml';

/** A document of a published example. */
export interface CorpusDocument {
  readonly file: string;
  /** Position in its file, from 0. */
  readonly index: number;
  readonly manifest: Record<string, unknown>;
}

const corpus = join(__dirname, '../../../shared/corpus');

/** YAML 1.1 reads `0755` as octal, and so does the engine. */
const octal = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: unknown) => typeof text === 'string' && /^[-+]?(0[0-7]*|[1-9]\d*)$/.test(text),
  construct: (text: string) => (/^[-+]?0\d/.test(text) ? Number.parseInt(text, 8) : Number.parseInt(text, 10)),
});
const yaml11 = DEFAULT_SCHEMA.extend({ implicit: [octal] });

export function corpusDocuments(folder: string): CorpusDocument[] | undefined {
  const root = join(corpus, folder);
  if (!existsSync(root)) return undefined;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files.sort().flatMap((file) =>
    loadAll(readFileSync(join(root, file), 'utf8'), null, { schema: yaml11, json: true })
      .map((manifest, index) => ({ file, index, manifest: manifest as Record<string, unknown> }))
      .filter(({ manifest }) => typeof manifest === 'object' && manifest !== null),
  );
}
