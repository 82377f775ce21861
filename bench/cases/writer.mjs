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
  const of = (i) => objects[i % objects.length];
  const times = interleaved({
    json: (i) => JSON.stringify(of(i)),
    ours: (i) => writeYaml(of(i)),
    jsYaml: (i) => dump(of(i)),
    yaml: (i) => stringify(of(i)),
  });
  const text = writeYaml(objects[0]);
  return { ...times, kilobytes: text.length / 1000, lines: text.split('\n').length };
}
