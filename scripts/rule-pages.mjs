// Writes docs/lint-rules.md from the rules of the lint; with --check it fails when the page is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { shortened } from '../src/lint/example.ts';
import { catalogue } from '../src/lint/rules.ts';

const page = 'docs/lint-rules.md';

const groups = {
  MLL10: 'Suppressions',
  MLL11: 'Structure',
  MLL13: 'Tekton Pipelines: what its webhook refuses',
  MLL14: 'Tekton Triggers: what its webhook refuses',
  MLL15: 'Argo Events: what its controllers refuse',
  MLL16: 'KServe: what its webhooks refuse',
  MLL20: "Argo: what the engine's own validation refuses",
  MLL21: 'References',
  MLL22: 'Argo: conditions and expressions',
  MLL23: 'What goes wrong when it runs',
  MLL25: 'Tekton: across files, and what goes wrong when it runs',
  MLL26: 'Accounts and rights',
  MLL30: 'Pods and security',
  MLL40: 'Delivery',
};

const intro = `<!-- Generated from src/lint by \`npm run rules\`; edit the rules instead. -->

What \`cdk8s-mlops lint\` looks for ([how it is used](lint.md)). Codes are never reused.`;

const text = render();
if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error(`${page} is not up to date: run 'npm run rules' and commit it`);
  process.exitCode = 1;
}

function render() {
  const outside = catalogue.filter(({ code }) => !(code.slice(0, 5) in groups));
  if (outside.length > 0) throw new Error(`codes outside every group: ${outside.map(({ code }) => code).join(', ')}`);
  const sections = Object.entries(groups).flatMap(([prefix, heading]) => {
    const rules = catalogue.filter(({ code }) => code.startsWith(prefix));
    return rules.length === 0 ? [] : [`## ${heading}`, ...rules.map(section)];
  });
  return `${['# Rules of the lint', intro, table(), ...sections].join('\n\n')}\n`;
}

function table() {
  const rows = catalogue.map(
    ({ code, severity, title }) => `| [${code}](#${code.toLowerCase()}) | ${severity} | ${title} |`,
  );
  return ['| code | severity | finds |', '|---|---|---|', ...rows].join('\n');
}

function section({ code, severity, title, why, fix, mends, bad, good }) {
  const block = (yaml) => `\`\`\`yaml\n${shortened(yaml)}\`\`\``;
  const heading = `${title[0].toUpperCase()}${title.slice(1)} (${severity}). ${why}`;
  const mended = mends === undefined ? [] : [`\`lint --fix\` mends ${mends}.`];
  return [`### ${code}`, heading, `**Fix:** ${fix}.`, ...mended, 'Bad:', block(bad), 'Good:', block(good)].join('\n\n');
}
