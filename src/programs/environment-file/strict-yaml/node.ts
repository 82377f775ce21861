/** A value in a YAML file, and where it stands. @internal */
export type Node = Scalar | Mapping | Sequence | Opaque;

/** Text on one line; no text at all after a colon has a place too. @internal */
export interface Scalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Index of the line. */
  readonly line: number;
  /** Columns of the text with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** @internal */
export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Node>;
}

/** @internal */
export interface Sequence {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
}

/** A block of text or a collection on one line: passed over. @internal */
export interface Opaque {
  readonly kind: 'opaque';
}
