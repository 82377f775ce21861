import type { Troubles } from './scenario';

/** How often each trouble may still come, four bits each, so that what is left is compared and hashed as one number. */
const shifts = { crashes: 0, expiries: 4, lostAnswers: 8, delays: 12, edits: 16 } as const satisfies Record<
  keyof Troubles,
  number
>;

// The highest bit of each four: it survives a subtraction unless something was not there.
const borrow = 0x88888;

export const one = (trouble: keyof Troubles): number => 1 << shifts[trouble];

export function affords(budget: number, costs: number): boolean {
  return (((budget | borrow) - costs) & borrow) === borrow;
}

export function budgetOf(troubles: Troubles): number {
  const names = Object.keys(shifts) as (keyof Troubles)[];
  return names.reduce((sum, name) => sum | (troubles[name] << shifts[name]), 0);
}
