// Writes docs/errors.md from the table of codes; with --check it fails when the page is not up to date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codes } from '../src/core/codes.ts';

const page = 'docs/errors.md';
const groups = {
  MLP10: 'Values and names',
  MLP11: 'The pipeline graph',
  MLP12: 'Containers',
  MLP13: 'Time',
  MLP20: 'Argo',
  MLP21: 'Tekton',
  MLP22: 'KServe',
  MLP24: 'Argo Events',
  MLP30: 'Constructs',
  MLP39: 'Programs inside pods',
  MLP40: 'Output',
  MLP50: 'Files that are read',
  MLP51: 'Pictures',
  MLP52: 'Simulation and proof',
};

const intro = `<!-- Generated from src/core/codes.ts by \`npm run errors\`; edit that file instead. -->

What a definition or a file can be refused for. An error names its code, the place, the value found and what was expected; the
remedy stands here once more. Codes are never reused.`;

const text = render();
if (!process.argv.includes('--check')) {
  mkdirSync('docs', { recursive: true });
  writeFileSync(page, text);
} else if (read() !== text) {
  console.error(`${page} is not up to date: run 'npm run errors' and commit it`);
  process.exitCode = 1;
}

function render() {
  const rows = Object.entries(codes).sort(([a], [b]) => a.localeCompare(b, 'en'));
  const unknown = rows
    .map(([code]) => code)
    .filter((code) => !/^MLP\d{4}$/.test(code) || !(code.slice(0, 5) in groups));
  if (unknown.length > 0) throw new Error(`codes outside every group: ${unknown.join(', ')}`);
  const sections = Object.entries(groups).flatMap(([prefix, heading]) => {
    const entries = rows.filter(([code]) => code.startsWith(prefix));
    return entries.length === 0 ? [] : [`## ${heading}`, ...entries.map(([code, row]) => entry(code, row))];
  });
  return `${['# Errors', intro, ...sections].join('\n\n')}\n`;
}

/** A code's title and fix, and whatever else its row says, under its own name. */
function entry(code, { title, ...more }) {
  return [
    `### ${code}`,
    title,
    ...Object.entries(more).map(([name, said]) => `**${name[0].toUpperCase()}${name.slice(1)}:** ${said}`),
  ].join('\n\n');
}

function read() {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return undefined;
  }
}
