import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from './document';

const page = join(__dirname, '..', '..', '..', 'docs', 'release.md');

describe('docs/release.md', () => {
  // `UPDATE_DOCS=1 npx vitest run test/programs/release/document.test.ts` writes them.
  it.each(Object.entries(generated))('has the %s of the state machine that runs', (name, text) => {
    const marker = `<!-- ${name} -->`;
    const before = readFileSync(page, 'utf8');
    const [head = '', tail] = before.split(`${marker}\n`);
    expect(tail, `no ${marker} in docs/release.md`).toBeDefined();
    const rest = tail?.replace(/^\n?(?:```mermaid\n[\s\S]*?```|(?:\|.*\n?)*)\n*/, '');
    const after = `${head}${marker}\n${text}\n\n${rest}`;
    if (process.env.UPDATE_DOCS === '1') writeFileSync(page, after);
    else expect(before).toBe(after);
  });
});
