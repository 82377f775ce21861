import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';

const versionOf = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;

/** The text of `docs/benchmarks.md`. */
export function markdown(results, rows) {
  const {
    writer,
    tenSteps,
    verifyOne,
    verifyAll,
    verifyTekton,
    linted1000,
    lintCorpus,
    lintDocuments,
    lintOne,
    peers,
  } = results;
  const seconds = ({ ms }) => `${(ms / 1000).toPrecision(3)} s`;
  const milliseconds = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : seconds({ ms }));
  const micros = (value) => `${Math.round(value)} µs`;
  return `# Benchmarks

Written by \`npm run bench -- --write${Object.keys(peers).length > 0 ? ' --peers' : ''}\`, at commit ${commit()}, ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}; cdk8s ${versionOf('cdk8s')}, yaml ${versionOf('yaml')}, js-yaml ${versionOf('js-yaml')}.
Every measurement runs in a process of its own. The times are this machine's; the ratios are what to compare (\`npm run bench -- --compare\` does, with those in \`bench/baseline.json\`).

| ratio | measured | goal |
| --- | --- | --- |
${rows.map(({ name, value, atLeast, atMost }) => `| ${name} | ${value} | ${goal(atLeast, atMost)} |`).join('\n')}

## One synth

WorkflowTemplates of 30 templates, ${Math.round(writer.kilobytes)} KB and ${writer.lines} lines each, in one chart; \`app.synth()\` with all files written. Memory is the peak beyond the objects themselves.

| | objects | time | memory |
| --- | --- | --- | --- |
${[
  ['GitOpsApp, objects of this package', '1,000', results.ours1000],
  ["GitOpsApp, cdk8s's ApiObjects", '1,000', results.plain1000],
  ["GitOpsApp, cdk8s's ApiObjects with a lazy value", '1,000', results.lazy1000],
  ['stock App', '1,000', results.stock1000],
  ['GitOpsApp, objects of this package', '10,000', results.ours10000],
  ['GitOpsApp, objects of this package, looked at by the lint', '1,000', linted1000],
  ['GitOpsApp, 3,000 charts of one small object', '3,000', results.charts3000],
  ['stock App, 3,000 charts of one small object', '3,000', results.stockCharts3000],
]
  .map(([what, objects, run]) => `| ${what} | ${objects} | ${seconds(run)} | ${Math.round(run.megabytes)} MB |`)
  .join('\n')}

## One proof

\`cdk8s-mlops verify\` of gourmetgram's \`cron-train\`, from YAML: ${verifyOne.scenarios.toLocaleString('en')} scenarios in ${verifyOne.plays.toLocaleString('en')} runs. Memory is all that the process takes.

| | time | memory |
| --- | --- | --- |
| on one core, as in tests and at synth | ${seconds(verifyOne)} | ${Math.round(verifyOne.megabytes)} MB |
| on ${availableParallelism()} cores, as on the command line | ${seconds(verifyAll)} | ${Math.round(verifyAll.megabytes)} MB |
| on ${availableParallelism()} cores, lowered to Tekton: ${verifyTekton.scenarios.toLocaleString('en')} scenarios in ${verifyTekton.plays.toLocaleString('en')} runs | ${seconds(verifyTekton)} | ${Math.round(verifyTekton.megabytes)} MB |

## The lint

Whole processes but for the 10,000 WorkflowTemplates, which are read from 1,000 files. The engine's validators are those of \`conformance\`: Argo 4.0's own, its CRDs, and those of the other kinds in the same files.

| | time | memory |
| --- | --- | --- |
${[
  ["Argo's examples", lintCorpus.ours],
  ["Argo's examples, the engine's own validators", lintCorpus.judge],
  ['10,000 documents', lintDocuments.ms, lintDocuments.megabytes],
  ['one small file', lintOne.lint],
  ['one file of Argo, 4 KB', lintOne.argo],
  ['one file of Tekton, 4 KB', lintOne.tekton],
  ['Node.js, nothing', lintOne.nothing],
  ['Node.js, the package imported', lintOne.imported],
]
  .filter(([, ms]) => ms !== undefined)
  .map(
    ([what, ms, megabytes]) =>
      `| ${what} | ${milliseconds(ms)} | ${megabytes === undefined ? '' : `${Math.round(megabytes)} MB`} |`,
  )
  .join('\n')}
${lintCorpus.absent === undefined ? '' : `\nNot measured: ${lintCorpus.absent}.\n`}
## One document

The first column is one of those templates as an object that exists already; the second is a template of ten tasks with chained parameters, made from its definition each time (written by hand ${tenSteps.kilobytes.toFixed(1)} KB; ours, with its account, role and security settings, ${tenSteps.typedKilobytes.toFixed(1)} KB).

| | ${Math.round(writer.kilobytes)} KB, writing only | ten tasks, from the definition |
| --- | --- | --- |
| JSON.stringify | ${micros(writer.json)} | ${micros(tenSteps.json)} |
| this package | ${micros(writer.ours)} | ${micros(tenSteps.typed)} |
| js-yaml | ${micros(writer.jsYaml)} | ${micros(tenSteps.jsYaml)} |
| yaml | ${micros(writer.yaml)} | ${micros(tenSteps.yaml)} |
| cdk8s | | ${micros(tenSteps.cdk8s)} |
| cdk8s, the same objects as this package emits | | ${micros(tenSteps.cdk8sEmitted)} |
${Object.entries(peers)
  .map(([name, value]) => `| ${name} | | ${micros(value)} |\n`)
  .join('')}`;
}

function goal(atLeast, atMost) {
  if (atLeast !== undefined) return `at least ${atLeast}`;
  return atMost === undefined ? '' : `at most ${atMost}`;
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return readFileSync(new URL('../package.json', import.meta.url), 'utf8').match(/"version": "([^"]*)"/)?.[1];
  }
}
