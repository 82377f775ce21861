import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Problem } from '../finding';
import { mapIn } from '../members';
import type { Rule } from '../rule';
import { isLabel, isLabelValue, isQualifiedName } from '../tekton/names';

/** @internal */
export const objectMetadata: Rule = {
  code: 'MLL1109',
  title: 'a namespace, a label or an annotation that Kubernetes does not take',
  severity: 'error',
  why: 'The API server refuses the object.',
  fix: "write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
  engine: /(?:namespace|labels|annotations): Invalid value/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: ml_team
      labels:
        model: fraud detection
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
      namespace: ml-team
      labels:
        model: fraud-detection
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents }) {
    for (const document of documents) {
      const { apiVersion, metadata } = document.value;
      const namespace = isMap(metadata) ? metadata.namespace : undefined;
      if (isStatic(namespace) && namespace !== '' && !isLabel(namespace))
        yield {
          document,
          path: ['metadata', 'namespace'],
          message: `'${namespace}' is no name for a namespace`,
          fix: "write up to 63 small letters, digits and '-', with a letter or digit at both ends",
        };
      for (const way of ownsPods.test(apiVersion) ? withPods : own)
        for (const problem of problemsOf(mapIn(document.value, ...way), way)) yield { document, ...problem };
    }
  },
};

function* problemsOf(metadata: Readonly<Record<string, unknown>>, at: YamlPath): Generator<Omit<Problem, 'document'>> {
  for (const field of ['labels', 'annotations'] as const) {
    for (const [key, value] of Object.entries(mapIn(metadata, field))) {
      const path = [...at, field, key];
      // Of annotations, Kubernetes looks at the small letters.
      if (isStatic(key) && !isQualifiedName(field === 'labels' ? key : key.toLowerCase()))
        yield { path, message: `'${key}' is no key for ${field === 'labels' ? 'a label' : 'an annotation'}` };
      if (field === 'labels' && isStatic(value) && !isLabelValue(value))
        yield {
          path,
          message: `'${value}' is no value for a label`,
          fix: isText(value) ? 'make it an annotation' : undefined,
        };
    }
  }
}

const isText = (value: string): boolean => /\s/.test(value.trim());

/** What is filled in later may become anything. */
function isStatic(value: unknown): value is string {
  return typeof value === 'string' && !/\{\{|\$[({]/.test(value);
}

const own: readonly (readonly string[])[] = [['metadata']];

const ownsPods = /^(?:apps|batch)\//;

const withPods = [
  ...own,
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
];
