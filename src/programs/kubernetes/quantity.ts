const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A quantity as a number: bytes, or cores. Nothing for text that is none, and for less than nothing.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * @internal
 */
export function quantity(text: unknown): number | undefined {
  const [, digits, exponent, unit = ''] =
    /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/.exec(
      typeof text === 'string' ? text : '',
    ) ?? [];
  if (digits === undefined) return undefined;
  return exponent === undefined ? Number(digits) * (units[unit] ?? 1) : Number(`${digits}e${exponent}`);
}
