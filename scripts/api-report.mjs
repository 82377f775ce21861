// Writes etc/*.api.md, the public API as reviewers see it change; with --check it fails when a report is not up to date.
// Reads lib/, so build first (`npm run api` does).
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const entries = {
  'cdk8s-mlops': 'lib/index.d.ts',
  argo: 'lib/engines/argo/index.d.ts',
  graph: 'lib/graph/index.d.ts',
  lint: 'lib/lint/index.d.ts',
  simulate: 'lib/simulate/index.d.ts',
  testing: 'lib/testing/index.d.ts',
  'testing-vitest': 'lib/testing/vitest.d.mts',
  events: 'lib/engines/events/index.d.ts',
  kserve: 'lib/engines/kserve/index.d.ts',
  tekton: 'lib/engines/tekton/index.d.ts',
};

const off = { logLevel: 'none' };
const error = { logLevel: 'error' };
const inReport = { logLevel: 'none', addToApiReportFile: true };
const root = process.cwd();
const check = process.argv.includes('--check');
const stale = [];
let faults = 0;

mkdirSync('etc', { recursive: true });
for (const [name, entry] of Object.entries(entries)) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, entry),
      newlineKind: 'lf',
      compiler: { tsconfigFilePath: join(root, 'tsconfig.json'), skipLibCheck: true },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'etc'),
        reportTempFolder: join(root, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: error },
        extractorMessageReporting: {
          default: error,
          // Public signatures are computed by types that users never name: shown in the report, and no reason to fail.
          'ae-forgotten-export': inReport,
          'ae-incompatible-release-tags': inReport,
          // Marks members in the report; an undocumented property of a documented interface may speak for itself.
          'ae-undocumented': off,
          // The tag says what is internal; names stay readable.
          'ae-internal-missing-underscore': off,
        },
        tsdocMessageReporting: {
          default: error,
          // '@default' is what every editor shows and cdk8s writes.
          'tsdoc-undefined-tag': off,
        },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: !check, showVerboseMessages: false, messageCallback });
  faults += result.errorCount;
  if (result.apiReportChanged) stale.push(`etc/${name}.api.md`);
}

for (const report of stale) {
  if (check)
    spawnSync('git', ['diff', '--no-index', '--', report, report.replace('etc/', 'temp/')], { stdio: 'inherit' });
  console.log(check ? `${report} is not up to date: run 'npm run api' and commit it` : `written: ${report}`);
}
process.exitCode = faults > 0 || (check && stale.length > 0) ? 1 : 0;

/** Keeps notes on versions and on files written out of the output; what remains is worth reading. */
function messageCallback(message) {
  const note = message.category === 'console' && message.logLevel !== 'error';
  if (note || message.messageId.startsWith('console-api-report')) message.handled = true;
}
