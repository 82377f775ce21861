import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { managed } from '../engines/kubernetes/account';
import { recordName, verdictBookName } from '../programs/release/object-names';
import type { Promotion } from './promotion';

/** Annotation of a ConfigMap that only our programs write: there is something to look at, and nothing to edit. @internal */
export const writtenByAnnotation = 'cdk8s-mlops/written-by';

const emitted = new WeakMap<IConstruct, Set<string>>();

/**
 * The records of both environments, or of the only one, and the book of verdicts of the one where candidates are tested; each once, also
 * where one promotion ends and the next begins.
 *
 * Without `data`: only the programs write that, and whoever applies the manifests again must not take it away. Deleting
 * one is losing what was approved, so nothing prunes them.
 *
 * @internal
 */
export function emitRecords(scope: Construct, { from, to }: Promotion): void {
  const chart = Chart.of(scope);
  const known = emitted.get(chart) ?? new Set();
  emitted.set(chart, known);
  const { application } = from;
  const names = [
    recordName(application, from.name),
    verdictBookName(application, from.name),
    ...(to === undefined ? [] : [recordName(application, to.name)]),
  ];
  for (const name of names) {
    if (known.has(name)) continue;
    known.add(name);
    new ApiObject(chart, name, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        labels: { ...managed, 'app.kubernetes.io/part-of': application },
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
          [writtenByAnnotation]: 'the release program only; docs/release.md says what it holds',
        },
      },
    });
  }
}
