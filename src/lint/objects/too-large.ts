import { yaml } from '../example';
import { mapIn } from '../members';
import type { Rule } from '../rule';

/** @internal */
export const tooLarge: Rule = {
  code: 'MLL3056',
  title: 'an object that is larger than the API server takes',
  severity: 'error',
  why: 'etcd takes requests up to 1.5 MB, a ConfigMap or Secret may have 1 MiB of data, and annotations 256 KiB together: the object can not be applied.',
  fix: 'split it, or keep the contents in a bucket or image',

  bad: `apiVersion: v1
kind: ConfigMap
metadata:
  name: sample
data:
  images: ${'iVBORw0KGgo='.repeat(90_000)}
`,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: sample
    data:
      size: small
  `,
  *check({ documents }) {
    for (const document of documents) {
      const { value } = document;
      const annotations = bytesOf(mapIn(value, 'metadata', 'annotations'));
      if (annotations > 256 * 1024)
        yield {
          document,
          path: ['metadata', 'annotations'],
          message: `the annotations have ${sizeText(annotations)}, and may have 256 KiB`,
        };
      const isData = value.apiVersion === 'v1' && (value.kind === 'ConfigMap' || value.kind === 'Secret');
      const data = isData
        ? ['data', 'binaryData', 'stringData'].reduce((sum, field) => sum + bytesOf(mapIn(value, field)), 0)
        : 0;
      if (data > 1024 * 1024)
        yield { document, path: ['data'], message: `the ${value.kind} has ${sizeText(data)}, and may have 1 MiB` };
      // A small file can not hold a large object.
      const whole = document.text.length < 1_500_000 ? 0 : Buffer.byteLength(JSON.stringify(value));
      if (data <= 1024 * 1024 && whole > 1_500_000)
        yield { document, path: [], message: `the object has ${sizeText(whole)}, and the API server takes 1.5 MB` };
    }
  },
};

function bytesOf(values: Readonly<Record<string, unknown>>): number {
  let sum = 0;
  for (const [name, value] of Object.entries(values)) sum += name.length + Buffer.byteLength(String(value));
  return sum;
}

const sizeText = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`;
