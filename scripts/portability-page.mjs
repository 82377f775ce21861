// Writes docs/portability.md from the table of what Tekton can't do; with --check it fails when the page is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { tektonGaps } from '../src/core/portability.ts';

const page = 'docs/portability.md';

const intro = `<!-- Generated from src/core/portability.ts by \`npm run portability\`; edit that file instead. -->

One definition is lowered for Argo and for Tekton. What Tekton can not do is refused when the definition is synthesized, with
\`NotPortableError\` (MLP2101): the construct's path, the feature, and what comes nearest. Nothing is left out silently.
Everything else is done on both: [\`test/compliance\`](../test/compliance/behaviours.ts) lists each behaviour.

How each is done, and where a run behaves differently, is told in [\`argo.md\`](argo.md) and [\`tekton.md\`](tekton.md).`;

const rows = Object.values(tektonGaps).map(({ feature, instead }) => `| ${feature} | yes | no | ${instead} |`);
const text = `# What is portable

${intro}

| in a definition | Argo | Tekton | what comes nearest on Tekton |
|---|---|---|---|
${rows.join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  console.error(`${page} is not up to date: run 'npm run portability' and commit it`);
  process.exitCode = 1;
}
