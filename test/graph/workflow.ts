import { type MermaidOptions, mermaid } from '../../src/graph';
import { readYaml } from '../../src/yaml/read';
import { type Flowchart, readFlowchart } from './flowchart';

/** Draws documents of YAML and reads the picture. */
export function drawn(yaml: string, options: MermaidOptions = {}): Flowchart {
  return readFlowchart(mermaid(documentsIn(yaml), options));
}

export function documentsIn(yaml: string): readonly unknown[] {
  const { documents, problems } = readYaml(yaml);
  const error = problems.find(({ kind }) => kind === 'syntax');
  if (error !== undefined) throw new Error(`${error.line}: ${error.message}`);
  return documents.map(({ value }) => value);
}

/** A WorkflowTemplate; templates that are called but not given are containers. */
export function workflow(templates: string, { name = 'w', spec = '' } = {}): string {
  const called = [...templates.matchAll(/\btemplate: ([\w-]+)/g)].map(([, template]) => template);
  const given = [...templates.matchAll(/^- name: ([\w-]+)/gm)].map(([, template]) => template);
  const leaves = [...new Set(called)].filter((template) => !given.includes(template));
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: WorkflowTemplate',
    `metadata: { name: ${name} }`,
    'spec:',
    `  entrypoint: ${given[0]}`,
    ...(spec === '' ? [] : [`  ${spec}`]),
    '  templates:',
    ...templates.split('\n').map((line) => `  ${line}`),
    ...leaves.map((leaf) => `  - { name: ${leaf}, container: { image: a, command: [run] } }`),
    '---',
    '',
  ].join('\n');
}
