import { modeAnnotation, modeOf } from '../annotations';
import { extension } from './extension';
import { onePredictor } from './implementation';
import type { Refusals, Subject } from './subject';

/** The rules for canaries beside the predictor, each with pods of its own. @internal */
export function* canaries({ annotations, spec }: Subject): Refusals {
  const { canary: all = [], predictor: stable } = spec;
  if (all.length === 0) return;
  if (modeOf(annotations[modeAnnotation]) !== 'Standard') yield 'canary is only supported in Standard deployment mode';
  if (stable.model === undefined && !namesItsModel(stable.containers))
    yield 'canary requires a stable predictor with a model (multi-model serving is not supported with canary)';
  const seen = new Set<string>();
  let total = 0;
  for (const [index, { predictor, trafficPercent: share }] of all.entries()) {
    const { name = '', workerSpec, maxReplicas = 0, scaleTarget, scaleMetric, autoScaling, minReplicas } = predictor;
    if (name === '') {
      yield `canary[${index}] predictor.name is required`;
      continue;
    }
    if (seen.has(name)) yield `canary predictor.name "${name}" is duplicated`;
    seen.add(name);
    if (name === stable.name) yield `canary predictor.name "${name}" conflicts with stable predictor name`;
    if (share < 0 || share > 100) yield `canary "${name}" trafficPercent must be between 0 and 100, got ${share}`;
    total += share;
    for (const problem of [...onePredictor(predictor), ...extension(predictor)])
      yield `canary "${name}" predictor: ${problem}`;
    if (workerSpec !== undefined)
      yield `canary "${name}" must not set workerSpec (multi-node is not yet supported for canary)`;
    const fixed = { maxReplicas: maxReplicas > 0 || undefined, scaleTarget, scaleMetric, autoScaling };
    for (const [field, value] of Object.entries(fixed))
      if (value !== undefined) yield `canary "${name}" must not set ${field} (canary uses fixed replicas)`;
    const least = stable.minReplicas ?? 1;
    if (minReplicas !== undefined && minReplicas > least)
      yield `canary "${name}" minReplicas (${minReplicas}) must not exceed stable predictor minReplicas (${least})`;
  }
  if (total > 100) yield `sum of canary trafficPercent values (${total}) must be <= 100`;
}

function namesItsModel(containers: Subject['spec']['predictor']['containers'] = []): boolean {
  const own = containers.find(({ name }) => name === 'kserve-container');
  return own?.env?.some(({ name }) => name === 'STORAGE_URI') ?? false;
}
