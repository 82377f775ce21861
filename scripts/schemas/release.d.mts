type Schemas = Readonly<Record<string, object>>;

/** One release as the Go program prints it. */
export interface Printed {
  readonly engine: string;
  readonly version: string;
  readonly kinds: readonly { readonly apiVersion: string; readonly kind: string; readonly definition: string }[];
  readonly definitions: Schemas;
}

export function readRelease(printed: Printed): Printed & {
  readonly line: string;
  readonly own: Schemas;
  readonly kubernetes: Schemas;
};
