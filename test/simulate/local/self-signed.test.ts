import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../../src/simulate/local/cluster/self-signed';

describe('a certificate made on the spot', () => {
  it('can be read whatever its length is', () => {
    // Its signature is a byte or two longer now and then.
    for (let length = 1; length <= 60; length++)
      expect(() => createSecureContext(selfSigned('a'.repeat(length))), `${length} letters`).not.toThrow();
  });
});
