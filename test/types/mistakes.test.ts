import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Compilation, compile } from './compiler';

const text = readFileSync(join(__dirname, 'mistakes.test-d.ts'), 'utf8');
const lines = text.split('\n');

/** The mistakes of mistakes.test-d.ts: number, what it is, and a part of what the compiler says of the next line. */
const mistakes = lines.flatMap((line, i) => {
  const [, number, title, excerpt] = /\/\/ @ts-expect-error (\d\d) ([^:]+): (.+)$/.exec(line) ?? [];
  return number === undefined ? [] : [{ number, title, excerpt: excerpt ?? '', line: i + 2 }];
});

describe('the compiler', () => {
  let compilation: Compilation;
  beforeAll(() => {
    compilation = compile({ 'mistakes.ts': text.replaceAll('@ts-expect-error', '') });
  });

  it('is asked about every mistake once, each with a number of its own', () => {
    expect(mistakes).toHaveLength(text.match(/@ts-expect-error/g)?.length ?? 0);
    expect(new Set(mistakes.map(({ number }) => number)).size).toBe(mistakes.length);
    // 19 to 21 compile: what is thrown for them is in test/core.
    const caught = Array.from({ length: 31 }, (_, i) => i + 1).filter((i) => ![19, 20, 21, 30].includes(i));
    expect(mistakes.map(({ number }) => Number(number))).toEqual(expect.arrayContaining(caught));
  });

  it.each(mistakes)('says what is wrong with $title', ({ line, excerpt }) => {
    const said = compilation.diagnostics.filter((diagnostic) => diagnostic.line === line);
    expect(said.map(({ message }) => message).join('\n')).toContain(excerpt);
  });

  it('finds nothing else', () => {
    const expected = mistakes.map(({ line }) => line);
    expect(compilation.diagnostics.filter(({ line }) => !expected.includes(line))).toEqual([]);
  });

  it('says it without the names of our own machinery where the user meets a value', () => {
    const machinery = /\b(ValueOf|ValuesOf|InputsOf|HasDefault|FromArm|RefsIn|Carried|Expanded|NoInfer)</;
    const first = compilation.diagnostics.map(({ message }) => message.split('\n')[0] ?? '');
    expect(first.filter((message) => machinery.test(message))).toEqual([]);
  });
});
