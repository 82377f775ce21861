import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, tag } from '../../src/engines/argo/value/expression';
import { hostileText, loneSurrogate, longText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';

const ask = argoEvaluation();

describe('a quoted text', () => {
  it('is printable ASCII without braces side by side, and has no quote but the two around it', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, loneSurrogate, longText), (text) => {
        const quoted = quote(text);
        expect(quoted).toMatch(/^'[ -~]*'$/);
        expect(quoted).not.toMatch(/\{\{|\}\}/);
        expect(quoted.slice(1, -1)).not.toMatch(/['`]|\\(?![uU])/);
      }),
    );
  });
});

describe.skipIf(!canAsk)('Argo', () => {
  it('reads a quoted text as exactly that text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 20, arbitrary: hostileText }, { weight: 1, arbitrary: longText }),
        async (text) => {
          expect(await ask({ kind: 'expression', text: quote(text), scope: {} })).toEqual({ text });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes a tag around quoted texts as one tag, and puts in the value', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (a, b) => {
        const text = `before ${tag(`${quote(a)} + ${quote(b)}`)} after`;
        const said = await ask({ kind: 'template', text, scope: { 'inputs.parameters.x': 'evaluated' } });
        expect(said).toEqual({ text: `before ${a}${b} after` });
      }),
      { numRuns: 500 },
    );
  });

  it('reads half a character as the replacement character, since UTF-8 has none', async () => {
    await fc.assert(
      fc.asyncProperty(loneSurrogate, async (text) => {
        expect(await ask({ kind: 'expression', text: quote(text), scope: {} })).toEqual({
          text: Buffer.from(text).toString(),
        });
      }),
    );
  });
});
