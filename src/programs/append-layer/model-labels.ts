/** The labels by which an image says which model is in it. @internal */
export function modelLabels({
  model,
  modelVersion,
  runId,
}: {
  readonly model: string;
  readonly modelVersion: string;
  readonly runId?: string | undefined;
}): Readonly<Record<string, string>> {
  return {
    'cdk8s-mlops/model': model,
    'cdk8s-mlops/model-version': modelVersion,
    ...(runId === undefined ? {} : { 'cdk8s-mlops/run': runId }),
  };
}
