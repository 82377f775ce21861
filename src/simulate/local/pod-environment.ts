import type { EnvVar } from '../../schemas/argo/types';
import { LocalProblem } from './problem';
import { type Sources, textFrom } from './sources';

/** What a pod knows of itself. @internal */
export interface PodIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

/**
 * The environment that the kubelet would give a container.
 *
 * Throws a `LocalProblem` for a value that is not there.
 *
 * @internal
 */
export function podEnvironment(
  variables: readonly EnvVar[],
  pod: PodIdentity,
  sources: Sources,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const variable of variables) {
    const value = valueFor(variable, env, pod, sources);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

/** Replaces `$(NAME)` by a variable that is there, and `$$` by `$`, as the kubelet does. @internal */
export function expanded(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? found),
  );
}

function valueFor(
  { name, value, valueFrom }: EnvVar,
  env: Readonly<Record<string, string>>,
  pod: PodIdentity,
  sources: Sources,
): string | undefined {
  if (valueFrom === undefined) return expanded(value ?? '', env);
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
  if (secretKeyRef !== undefined) return textFrom(sources, 'Secret', secretKeyRef, pod.namespace);
  if (configMapKeyRef !== undefined) return textFrom(sources, 'ConfigMap', configMapKeyRef, pod.namespace);
  if (fieldRef?.fieldPath === 'metadata.name') return pod.name;
  if (fieldRef?.fieldPath === 'metadata.namespace') return pod.namespace;
  if (fieldRef?.fieldPath === 'metadata.uid') return pod.uid;
  throw new LocalProblem(`the value of env ${name} comes from ${JSON.stringify(valueFrom)}, which only a cluster has`);
}
