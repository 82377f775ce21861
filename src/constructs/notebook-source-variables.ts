import type { KeyOf } from '../core/container/env';
import type { NotebookVariable } from './notebook-spec';

/** What a notebook is told of its source; which of the modes it has is handed on when it runs. @internal */
export interface NotebookSourceOptions {
  readonly url?: string | undefined;
  readonly token?: KeyOf | undefined;
  readonly queries?: { readonly [name: string]: string } | undefined;
  readonly stepSeconds?: number | undefined;
  /** By mode, from 0 to 1. */
  readonly shares: { readonly [mode: string]: number };
}

/** The variables of a notebook's pod, as `podConfig.env` has them. @internal */
export function notebookSourceVariables(source: NotebookSourceOptions): readonly NotebookVariable[] {
  const { url, token, queries, stepSeconds, shares } = source;
  return Object.freeze([
    { name: 'SYNTHETIC_SHARES', value: JSON.stringify(shares) },
    ...(url === undefined ? [] : [{ name: 'PROMETHEUS_URL', value: url }]),
    ...(token === undefined ? [] : [{ name: 'PROMETHEUS_TOKEN', valueFrom: keyOf(token) }]),
    // The kubelet expands $(…) in the values of variables.
    ...(queries === undefined
      ? []
      : [{ name: 'PROMETHEUS_QUERIES', value: JSON.stringify(queries).replaceAll('$', '$$$$') }]),
    ...(stepSeconds === undefined ? [] : [{ name: 'PROMETHEUS_STEP', value: `${stepSeconds}s` }]),
  ]);
}

function keyOf({ from, object: name, key }: KeyOf): NonNullable<NotebookVariable['valueFrom']> {
  return from === 'secret' ? { secretKeyRef: { name, key } } : { configMapKeyRef: { name, key } };
}
