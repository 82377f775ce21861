/** Go's way to write a duration: `1h0m0s`. @internal */
export function durationText(time: number): string {
  const seconds = time / 1_000;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = `${Math.round((seconds % 60) * 1_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
