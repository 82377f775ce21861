// Lets the engines' own validators judge manifests: npm run conformance [-- [--json] [--tekton FLAG=VALUE] paths], by
// default dist-manifests. Exits 1 on any rejection and on objects that no judge knows. Needs Go, once also the network;
// without Go it says so, and fails only in CI.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, isRed, judge, whyNot } from './conformance/judge.mjs';
import { table } from './conformance/table.mjs';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, tekton: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const paths = positionals.length > 0 ? positionals : ['dist-manifests'];

function manifestsIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true }).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => join(path, name));
}

const missing = paths.filter((path) => !existsSync(path));
const reason = whyNot();
if (missing.length > 0) {
  console.error(`conformance: there is no ${missing.join(', ')}`);
  process.exitCode = 1;
} else if (reason !== undefined) {
  console.error(`conformance: nothing was judged: ${reason}`);
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  build();
  const started = performance.now();
  const files = paths.flatMap(manifestsIn);
  const verdicts = judge(files, values);
  if (values.json) for (const verdict of verdicts) console.log(JSON.stringify(verdict));
  else console.log(table(verdicts, files.length, (performance.now() - started) / 1000));
  if (verdicts.length === 0) console.error(`conformance: no manifests in ${paths.join(', ')}`);
  if (verdicts.length === 0 || verdicts.some(isRed)) process.exitCode = 1;
}
