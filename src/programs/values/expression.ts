import type { ValueType } from './value-type';

/**
 * How a value is worked out from others, as JSON in the environment of a program: for engines that can do no more than put
 * texts behind each other.
 *
 * @internal
 */
export type Expression =
  | { readonly kind: 'text'; readonly text: string }
  /** A value that the program is given. */
  | { readonly kind: 'given'; readonly name: string }
  | { readonly kind: 'join'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Typed[] }
  | { readonly kind: 'record'; readonly fields: { readonly [name: string]: Typed } }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string; readonly type: ValueType }
  /** The value of the first arm all whose guards hold. */
  | {
      readonly kind: 'choose';
      readonly arms: readonly { readonly when: readonly Guard[]; readonly value: Expression }[];
      readonly otherwise: Expression;
    }
  /** `true` or `false`. */
  | { readonly kind: 'test'; readonly test: Test }
  | Gathered
  /** The items of a list as texts, for one pod each; a single empty text where there are none. */
  | { readonly kind: 'items'; readonly of: Expression; readonly itemType: ValueType; readonly key: string | undefined }
  /** `true` if a list has items. */
  | { readonly kind: 'some'; readonly of: Expression };

/** What the pods of a loop handed on, put in the order of its items. @internal */
export interface Gathered {
  readonly kind: 'gathered';
  /** The list that the program is given. */
  readonly members: string;
  readonly items: Expression;
  readonly itemType: ValueType;
  readonly key: string | undefined;
  /** The output to gather; absent for records of the key and all outputs. */
  readonly output: string | undefined;
  readonly outputs: { readonly [name: string]: ValueType };
}

/** @internal */
export interface Typed {
  readonly value: Expression;
  readonly type: ValueType;
}

/** A text compared with others. @internal */
export interface Guard {
  readonly of: Expression;
  readonly operator: 'in' | 'notin';
  readonly values: readonly string[];
}

/** @internal */
export type Test =
  | { readonly kind: 'in'; readonly of: Typed; readonly values: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly left: Expression;
      readonly operator: '>=' | '>' | '<=' | '<';
      readonly right: Expression;
    }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Test[] }
  | { readonly kind: 'not'; readonly of: Test };
