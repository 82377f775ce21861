import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/yaml/read';
import { splitDocuments } from '../../src/yaml/split-documents';
import { readers } from './readers';

const root = join(__dirname, '../../dist-manifests');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
const documents = files.flatMap((file) =>
  splitDocuments(readFileSync(join(root, file), 'utf8')).map(({ text }) => text),
);

describe('the committed output of the examples', () => {
  it('is there', () => {
    expect(documents.length).toBeGreaterThan(0);
  });

  it.each(readers())('says the same to $name', ({ read }) => {
    const ours = documents.map((document) => ({ value: readYaml(document).documents[0]?.value }));
    expect(read(documents)).toEqual(ours);
  });
});
