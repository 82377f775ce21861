import { describe, expect, it } from 'vitest';
import { committed, synthesized } from '../../test/synthesized';

describe('the hello example', () => {
  const files = synthesized('hello');

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('hello').keys()]);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(`../../dist-manifests/hello/${file}`);
  });

  it('takes its verdict from a file, and from nothing else', () => {
    const text = files.get('fraud.yaml') ?? '';
    expect(text).toContain('path: /out/verdict');
    expect(text).not.toContain('outputs.result');
  });

  it('ends a held run red', () => {
    expect(files.get('fraud.yaml')).toContain('/program/hold.mjs');
  });
});
