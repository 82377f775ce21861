import type { History } from './history';
import type { Effect } from './role';

/**
 * What {@link explore} looks at, by name; docs/verify.md says what each is.
 *
 * @public
 */
export type PropertyName =
  | 'pass-before-promotion'
  | 'never-both'
  | 'alias-after-rollout'
  | 'changes-under-lock'
  | 'candidate-decided'
  | 'failure-ends-red'
  | 'nothing-stuck'
  | 'ends-in-time';

/**
 * Something that has to hold in every scenario.
 *
 * @internal
 */
export interface Property {
  readonly name: PropertyName;
  /** One sentence. */
  readonly says: string;
  /** Whether it can be decided, given which roles templates have that can run; else what is missing. */
  readonly needs: (effects: ReadonlySet<Effect>) => string | undefined;
  /** What breaks it, in words. */
  readonly broken: (history: History, gates: readonly string[]) => string | undefined;
}

/** @internal */
export const asks =
  (...wanted: readonly Effect[]) =>
  (effects: ReadonlySet<Effect>): string | undefined => {
    const missing = wanted.filter((effect) => !effects.has(effect));
    return missing.length === 0
      ? undefined
      : `no template has the role ${missing.map((each) => `'${each}'`).join(' or ')}`;
  };

/** What happens to one environment concerns what names none, too. @internal */
export const sameEnvironment = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;
