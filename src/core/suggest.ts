/**
 * The candidate that someone probably meant, if one is close enough to what was typed.
 *
 * @internal
 */
export function suggest(typed: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(typed.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of candidates) {
    if (Math.abs(name.length - typed.length) > limit) continue;
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance };
  }
  return best?.name;
}

/**
 * The candidate that was meant for certain: a slip of at most two letters or of upper and lower case away, and no other
 * candidate that `suggest` could name.
 *
 * @internal
 */
export function onlyMeant(typed: string, candidates: readonly string[]): string | undefined {
  const meant = suggest(typed, candidates);
  if (meant === undefined) return undefined;
  const slip = editDistance(typed.toLowerCase(), meant.toLowerCase());
  const others = candidates.filter((name) => name !== meant);
  return slip <= (typed.length < 6 ? 1 : 2) && suggest(typed, others) === undefined ? meant : undefined;
}

/** Edits with neighbouring letters swapped counted as one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
