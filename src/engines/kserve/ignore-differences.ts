/** An entry of `spec.ignoreDifferences` of an Argo CD Application. @public */
export interface IgnoredDifference {
  readonly group: string;
  readonly kind: string;
  readonly jqPathExpressions: readonly string[];
}

/**
 * What KServe writes into its objects beside what was applied, for `spec.ignoreDifferences` of an Argo CD Application: labels of
 * a cache of models. Everything else that it would add is in the manifests already, and the model's address is never ignored: it
 * is what is deployed.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
 * @example
 * ```ts
 * const application = { spec: { ignoreDifferences: ignoreDifferences() } };
 * ```
 * @public
 */
export function ignoreDifferences(): readonly IgnoredDifference[] {
  const internal = 'internal.serving.kserve.io';
  return [
    {
      group: 'serving.kserve.io',
      kind: 'InferenceService',
      jqPathExpressions: [
        `.metadata.labels."${internal}/localmodel"`,
        `.metadata.labels."${internal}/localmodel-namespace"`,
        `.metadata.annotations."${internal}/localmodel-sourceuri"`,
        `.metadata.annotations."${internal}/localmodel-pvc-name"`,
      ],
    },
  ];
}
