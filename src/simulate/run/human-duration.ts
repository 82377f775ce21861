const units = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How Argo's messages write a duration: the largest unit, and the next smaller one: `1 minute 30 seconds`. @internal */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const largest = largestUnit(seconds);
  if (seconds < 60) return largest;
  if (seconds < 3_600) return `${largest} ${seconds % 60} seconds`;
  if (seconds < 86_400) return `${largest} ${Math.floor(seconds / 60) % 60} minutes`;
  return `${largest} ${Math.floor(seconds / 3_600) % 24} hours`;
}

function largestUnit(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  const amount = Math.floor(seconds / size);
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
