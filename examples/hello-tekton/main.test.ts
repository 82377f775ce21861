import { describe, expect, it } from 'vitest';
import { committed, synthesized } from '../../test/synthesized';

describe('the hello-tekton example', () => {
  const files = synthesized('hello-tekton');

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('hello-tekton').keys()]);
    for (const [file, text] of files)
      await expect(text).toMatchFileSnapshot(`../../dist-manifests/hello-tekton/${file}`);
  });

  it('emits no run that GitOps would start again and again', () => {
    expect(files.get('fraud.yaml')).not.toMatch(/^kind: PipelineRun$/m);
  });
});
