// Writes test/conformance/corpus.json: what the engines say of published examples, the oracle for lint and schemas.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from './judge.mjs';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const table = fileURLToPath(new URL('../../test/conformance/corpus.json', import.meta.url));

function examples(folder) {
  const names = readdirSync(join(corpus, folder), { recursive: true }).filter((name) => name.endsWith('.yaml'));
  return judge(names.sort().map((name) => join(corpus, folder, name)));
}

/** Each fixture is judged beside the templates that it needs and no others, as some of them share a name. */
function fixtures(folder) {
  const index = JSON.parse(readFileSync(join(corpus, folder, 'index.json'), 'utf8'));
  return index.flatMap(({ file, deps }) => {
    const files = [file, ...deps.map((name) => `deps/${name}.yaml`)].map((name) => join(corpus, folder, name));
    return judge(files).filter((verdict) => verdict.file === files[0]);
  });
}

/** Pod security explains every container; what is wrong with which pod is enough here. */
const short = (message) => message.replaceAll(/ \((?:[^()]|\([^()]*\))*\)/g, '');

const documents = new Map();
for (const { file, doc, kind, judge, verdict, message } of [
  ...examples('argo-examples'),
  ...fixtures('argo-validate-fixtures'),
]) {
  const path = file.slice(corpus.length + 1);
  const row = documents.get(`${path}#${doc}`) ?? { file: path, doc, kind, accepted: [], rejected: {} };
  if (verdict === 'accepted') row.accepted.push(judge);
  if (verdict === 'rejected') row.rejected[judge] = judge.startsWith('Pod security') ? short(message) : message;
  documents.set(`${path}#${doc}`, row);
}
const rows = [...documents.values()].map((row) => JSON.stringify(row));
writeFileSync(table, `[\n${rows.join(',\n')}\n]\n`);
console.log(`test/conformance/corpus.json  ${rows.length} documents`);
