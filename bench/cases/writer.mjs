import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import { writeYaml } from '../../lib/yaml/write.js';
import { interleaved } from '../measure.mjs';
import { largeTemplate } from '../workloads/large-template.mjs';

/** The writer alone, µs per object of 52 KB. */
export function measure() {
  const objects = Array.from({ length: 100 }, (_, i) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: `template-${i}` },
    spec: largeTemplate(i),
  }));
  const fast = interleaved({
    json: (i) => JSON.stringify(objects[i]),
    ours: (i) => writeYaml(objects[i]),
  });
  const slow = interleaved(
    { jsYaml: (i) => dump(objects[i]), yaml: (i) => stringify(objects[i]) },
    { rounds: 3, calls: 20 },
  );
  const text = writeYaml(objects[0]);
  return { ...fast, ...slow, kilobytes: text.length / 1000, lines: text.split('\n').length };
}
