/** A place where something is decided, and where its choices lead. @internal */
export interface State<Choice extends { readonly standsFor: number }> {
  readonly choices: readonly Choice[];
  /** Where each choice leads: another state, or the end. */
  readonly next: (State<Choice> | 'end' | undefined)[];
  /** How long each choice took to get there, in milliseconds. */
  readonly takes: number[];
}

type Somewhere<Choice extends { readonly standsFor: number }> = State<Choice> | 'end' | undefined;

/** The combinations of outcomes from a state to all ends. @internal */
export function countScenarios<Choice extends { readonly standsFor: number }>(first: Somewhere<Choice>): bigint {
  const known = new Map<State<Choice>, bigint>();
  const count = (place: Somewhere<Choice>): bigint => {
    if (place === undefined) return 0n;
    if (place === 'end') return 1n;
    const counted = known.get(place);
    if (counted !== undefined) return counted;
    let sum = 0n;
    for (const [index, { standsFor }] of place.choices.entries()) sum += BigInt(standsFor) * count(place.next[index]);
    known.set(place, sum);
    return sum;
  };
  return count(first);
}

/** The longest way from a state to an end. @internal */
export function longestFrom<Choice extends { readonly standsFor: number }>(first: Somewhere<Choice>): number {
  const known = new Map<State<Choice>, number>();
  const measure = (place: Somewhere<Choice>): number => {
    if (place === undefined || place === 'end') return 0;
    const measured = known.get(place);
    if (measured !== undefined) return measured;
    let longest = 0;
    for (const [index, takes] of place.takes.entries())
      longest = Math.max(longest, (takes ?? 0) + measure(place.next[index]));
    known.set(place, longest);
    return longest;
  };
  return measure(first);
}
