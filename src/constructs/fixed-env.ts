import { checkEnv, type Env } from '../core/container/env';
import type { PipelineError } from '../core/error';
import { RefNode } from '../core/ref';
import type { EnvVar } from '../schemas/kubernetes/types';

/** The environment of what runs all the time, outside any run of a pipeline. @param refuse makes the error @internal */
export function fixedEnv(
  env: Env | undefined,
  what: string,
  at: string,
  refuse: (message: string, at: string, more: { readonly expected: string }) => PipelineError,
): { readonly env?: readonly EnvVar[] } {
  const entries = checkEnv(env ?? {}, what, at);
  const variables = Object.entries(entries).map(([name, value]): EnvVar => {
    if (typeof value === 'string') return { name, value };
    if (RefNode.is(value) || value.from === 'engine')
      throw refuse(`${name} is known only in a run of a pipeline`, at, {
        expected: 'text, secretKey(…) or configKey(…)',
      });
    const selector = { name: value.object, key: value.key };
    return { name, valueFrom: value.from === 'secret' ? { secretKeyRef: selector } : { configMapKeyRef: selector } };
  });
  return variables.length === 0 ? {} : { env: variables };
}
