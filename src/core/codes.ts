/**
 * Every error the library throws, by code. A code is never reused; `docs/errors.md` is generated from this table.
 *
 * 10xx values and names · 11xx the pipeline graph · 12xx containers · 13xx time · 20xx Argo · 30xx constructs · 40xx output
 *
 * @internal
 */
export const codes = {
  MLP1001: {
    title: 'a value does not fit its parameter',
    fix: 'pass a value of the declared kind, inside its bounds, pattern or list of values',
  },
} as const;

/** @public */
export type Code = keyof typeof codes;
