import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redaction } from '../../src/programs/redaction';

describe('a redaction', () => {
  it('takes out a secret however it is spelled', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
        const { hide, redact } = redaction();
        hide(secret);
        const spelled = [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64'),
        ];
        for (const form of spelled) expect(redact(`${before}${form}${after}`)).toContain('[hidden]');
      }),
    );
  });

  it('takes out the longer of two secrets when one begins with the other', () => {
    const { hide, redact } = redaction();
    hide('abc');
    hide('abcdef');
    expect(redact('abcdef abc')).toBe('[hidden] [hidden]');
  });

  it('leaves a text alone that holds none', () => {
    const { hide, redact } = redaction();
    expect(redact('nothing to hide')).toBe('nothing to hide');
    hide('Bearer 0123456789');
    expect(redact('Bearer of good news')).toBe('Bearer of good news');
  });
});
