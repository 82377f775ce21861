import { modeAnnotation, modeOf } from '../annotations';
import type { Refusals, Subject } from './subject';

const frameworks = [
  ...['sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'huggingface', 'pmml', 'lightgbm', 'paddle'],
] as const;

/** What KServe takes, and then ignores, rewrites, or serves something else for. @internal */
export function* vainFields({ annotations, spec }: Subject): Refusals {
  const mode = modeOf(annotations[modeAnnotation]);
  if (mode === undefined || !['Standard', 'Knative', 'ModelMesh'].includes(mode))
    yield `the annotation ${modeAnnotation} is ${mode === undefined ? 'missing' : `'${mode}'`}, so that each installation chooses another mode`;
  for (const framework of frameworks)
    if (spec.predictor[framework] !== undefined)
      yield `KServe rewrites spec.predictor.${framework} to spec.predictor.model, which a GitOps controller shows as drift for ever`;
  for (const [name, component] of Object.entries(spec) as [string, { canaryTrafficPercent?: number } | undefined][]) {
    const percent = component?.canaryTrafficPercent;
    if (percent === undefined) continue;
    if (mode !== 'Knative')
      yield `spec.${name}.canaryTrafficPercent is ignored outside Knative mode: all requests go to the new version at once`;
    else if (!Number.isInteger(percent) || percent < 0 || percent > 100)
      yield `spec.${name}.canaryTrafficPercent is ${percent}, and Knative takes 0 to 100`;
  }
  const { storageUri } = spec.predictor.model ?? {};
  if (storageUri !== undefined && /(?:^|[/.:@-])latest\/?$/i.test(storageUri))
    yield `'${storageUri}' names another model tomorrow, and no pod would notice before it starts anew`;
}
