import type { Prometheus } from '../../../schemas/argo/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const metric: Rule = {
  code: 'MLL2023',
  title: 'a metric that can not be emitted',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'use letters, digits and _ in names and labels, and give the metric a help text and a value',
  engine: /metrics? /,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          metrics:
            prometheus:
              - name: train-seconds
                help: how long it took
                gauge:
                  realtime: false
                  value: '{{duration}}'
          suspend: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          metrics:
            prometheus:
              - name: train_seconds
                help: how long it took
                gauge:
                  realtime: false
                  value: '{{duration}}'
          suspend: {}
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      for (const [i, metric] of (template.metrics?.prometheus ?? []).entries()) {
        const path = [...at, 'metrics', 'prometheus', i];
        for (const said of problemsOf(metric))
          yield { document: object.document, path, message: `metric '${metric.name}' ${said}` };
      }
    }
  },
};

function* problemsOf({ name, help = '', labels = [], gauge, counter, histogram }: Prometheus): Generator<string> {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) yield 'has other characters than letters, digits and _ in its name';
  for (const { key } of labels) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key))
      yield `has a label '${key}' with other characters than letters, digits and _`;
  }
  if (help === '') yield 'has no help text';
  for (const [kind, given] of Object.entries({ gauge, counter, histogram })) {
    if (given !== undefined && (given.value ?? '') === '') yield `has a ${kind} without a value`;
  }
  if (gauge?.realtime === true && String(gauge.value).includes('resourcesDuration.'))
    yield 'is told while it runs, and resourcesDuration is only known at the end';
}
