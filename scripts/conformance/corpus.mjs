// Writes test/conformance/corpus.json: what the engines say of published examples, the oracle for lint and schemas.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from './judge.mjs';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const table = fileURLToPath(new URL('../../test/conformance/corpus.json', import.meta.url));

function filesIn(folder) {
  const names = readdirSync(join(corpus, folder), { recursive: true }).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => join(corpus, folder, name));
}

/** Examples that refer to each other. */
const together = (folder) => judge(filesIn(folder));

/** Examples that stand for themselves; some share names. */
const alone = (folder, settings) => filesIn(folder).flatMap((file) => judge([file], settings));

/** Each fixture is judged beside the templates that it needs and no others, as some of them share a name. */
function fixtures(folder) {
  const index = JSON.parse(readFileSync(join(corpus, folder, 'index.json'), 'utf8'));
  return index.flatMap(({ file, deps }) => {
    const files = [file, ...deps.map((name) => `deps/${name}.yaml`)].map((name) => join(corpus, folder, name));
    return judge(files).filter((verdict) => verdict.file === files[0]);
  });
}

/** Tekton as installed, and with everything on that an example uses. */
const everything = [
  'enable-api-fields=alpha',
  'enable-artifacts=true',
  'enable-cel-in-whenexpression=true',
  'enable-concise-resolver-syntax=true',
  'enable-param-enum=true',
];
function tekton(folder) {
  const all = alone(folder, { tekton: everything }).filter((verdict) => verdict.judge.includes('enable-'));
  return [
    ...alone(folder),
    ...all.map((verdict) => ({ ...verdict, judge: verdict.judge.replace(/ enable-.*/, ', all features') })),
  ];
}

/** Pod security explains every container; what is wrong with which pod is enough here. */
const short = (message) => message.replaceAll(/ \((?:[^()]|\([^()]*\))*\)/g, '');

const documents = new Map();
for (const { file, doc, inside, kind, judge, verdict, message } of [
  ...together('argo-examples'),
  ...fixtures('argo-validate-fixtures'),
  ...alone('argo-events-examples'),
  ...tekton('tekton-examples'),
]) {
  const path = file.slice(corpus.length + 1);
  const key = `${path}#${doc}#${inside}`;
  const row = documents.get(key) ?? { file: path, doc, inside, kind, accepted: [], rejected: {} };
  if (verdict === 'accepted') row.accepted.push(judge);
  if (verdict === 'rejected') row.rejected[judge] = judge.startsWith('Pod security') ? short(message) : message;
  documents.set(key, row);
}
const rows = [...documents.values()].map((row) => JSON.stringify(row));
writeFileSync(table, `[\n${rows.join(',\n')}\n]\n`);

const counts = new Map();
for (const { file, accepted, rejected } of documents.values()) {
  const count = (judge, column) => {
    const key = `${file.slice(0, file.indexOf('/'))}, ${judge}`;
    const both = counts.get(key) ?? [0, 0];
    both[column] += 1;
    counts.set(key, both);
  };
  for (const judge of accepted) count(judge, 0);
  for (const judge of Object.keys(rejected)) count(judge, 1);
}
for (const [key, [accepted, rejected]] of counts) console.log(`${key}: ${accepted} accepted, ${rejected} rejected`);
console.log(`test/conformance/corpus.json  ${rows.length} documents`);
