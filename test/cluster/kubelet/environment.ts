import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import type { Container, EnvVar, KeyRef, Pod } from './pod';

/** The environment that the kubelet gives a container. */
export async function environmentOf(
  api: ApiClient,
  pod: Pod,
  container: Container,
): Promise<Readonly<Record<string, string>>> {
  const env: Record<string, string> = {
    HOSTNAME: pod.metadata.name,
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: String(api.access.port),
    KUBERNETES_SERVICE_PORT_HTTPS: String(api.access.port),
  };
  for (const variable of container.env ?? []) {
    const value = await valueFor(api, pod, variable, env);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

/** Replaces `$(NAME)` by a variable that is there, and `$$` by `$`, as the kubelet does. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? found),
  );
}

async function valueFor(api: ApiClient, pod: Pod, { name, value, valueFrom }: EnvVar, env: Record<string, string>) {
  if (valueFrom === undefined) return expand(value ?? '', env);
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
  if (secretKeyRef !== undefined) {
    const text = await keyOf(api, pod, 'Secret', secretKeyRef);
    return text === undefined ? undefined : Buffer.from(text, 'base64').toString();
  }
  if (configMapKeyRef !== undefined) return keyOf(api, pod, 'ConfigMap', configMapKeyRef);
  if (fieldRef?.fieldPath === 'metadata.name') return pod.metadata.name;
  if (fieldRef?.fieldPath === 'metadata.namespace') return pod.metadata.namespace;
  if (fieldRef?.fieldPath === 'metadata.uid') return pod.metadata.uid;
  const label = /^metadata\.labels\['(.*)'\]$/.exec(fieldRef?.fieldPath ?? '')?.[1];
  if (label !== undefined) return pod.metadata.labels?.[label] ?? '';
  throw new Error(`the stand-in kubelet can't fill in env ${name} of pod ${pod.metadata.name}`);
}

async function keyOf(api: ApiClient, pod: Pod, kind: string, { name, key, optional }: KeyRef) {
  const path = `${listPath('v1', kind, pod.metadata.namespace)}/${name}`;
  const object = await api.get<KubeObject & { data?: Record<string, string> }>(path).catch((problem) => {
    if (optional !== true) throw problem;
    return undefined;
  });
  const value = object?.data?.[key];
  if (value === undefined && optional !== true) throw new Error(`${kind} ${name} has no key ${key}`);
  return value;
}
