import type { YamlPath } from '../../yaml/read';

/** A place where a value does not fit its schema. @internal */
export type Issue = { readonly path: YamlPath } & (
  | {
      readonly kind: 'unknown';
      readonly field: string;
      readonly known: readonly string[];
      readonly beside: readonly string[];
    }
  | { readonly kind: 'type'; readonly value: unknown; readonly wanted: readonly string[] }
  | { readonly kind: 'missing'; readonly field: string; readonly type: string | undefined }
  | { readonly kind: 'value'; readonly value: unknown; readonly wanted: string; readonly words?: readonly string[] }
);
