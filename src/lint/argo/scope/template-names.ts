import type { Template } from '../../../schemas/argo/types';
import { isLeaf, kindsOf } from '../template-kind';
import { KnownNames } from './known-names';

const pods: readonly string[] = ['container', 'containerSet', 'script', 'resource', 'data'];
const retries = ['retries', ...['exitCode', 'status', 'duration', 'message'].map((word) => `lastRetry.${word}`)];

/** What a template may read beside what its steps give. @internal */
export function templateNames(template: Template, globals: KnownNames): KnownNames {
  const { inputs, outputs, retryStrategy } = template;
  const names = new KnownNames(globals);
  const parameters = inputs?.parameters ?? [];
  if (parameters.length > 0) names.add('inputs.parameters');
  names.add(...parameters.map(({ name }) => `inputs.parameters.${name}`));
  for (const { name } of inputs?.artifacts ?? []) {
    names.add(`inputs.artifacts.${name}`);
    if (isLeaf(template)) names.add(`inputs.artifacts.${name}.path`);
  }
  if (kindsOf(template).some((kind) => pods.includes(kind))) names.add('pod.name');
  if (retryStrategy !== undefined) names.add(...retries);
  if (isLeaf(template)) {
    names.add(...(outputs?.artifacts ?? []).map(({ name }) => `outputs.artifacts.${name}.path`));
    names.add(...(outputs?.parameters ?? []).map(({ name }) => `outputs.parameters.${name}.path`));
  }
  return names;
}
