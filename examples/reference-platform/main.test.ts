import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { committed, synthesized } from '../../test/synthesized';

describe('the reference-platform example', () => {
  const files = synthesized('reference-platform');

  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('reference-platform').keys()]);
    for (const [file, text] of files)
      await expect(text).toMatchFileSnapshot(`../../dist-manifests/reference-platform/${file}`);
  });

  it('has the namespace in the first file that kubectl applies', () => {
    const [first = ''] = [...files.keys()].filter((file) => file.endsWith('.yaml'));
    expect(parseAllDocuments(files.get(first) ?? '').map((document) => document.toJS().kind)).toEqual(['Namespace']);
  });

  it('answers where the gourmetgram example looks for MLflow', () => {
    const args = files.get('platform.yaml') ?? '';
    expect(args).toContain('mlflow.gourmetgram-platform.svc.cluster.local:*');
    expect(args).toContain('--port=8000');
    const gourmetgram = [...committed('gourmetgram').values()].join('\n');
    expect(gourmetgram).toContain('http://mlflow.gourmetgram-platform.svc.cluster.local:8000');
  });
});
