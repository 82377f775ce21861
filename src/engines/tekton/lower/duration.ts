/** Seconds as Go writes them, so that what is emitted is what the API server stores: `1h30m0s`. @internal */
export function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const whole = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${whole}${seconds % 60}s`;
}
