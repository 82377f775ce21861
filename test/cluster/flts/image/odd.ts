import type { Store } from './store';

/** What is not as it should be with a program, for a test; nothing of it is told by the environment, which is as emitted. */
export interface Odd {
  /** Instead of what the program found: metrics by their names, or rows that are there although fewer were asked for. */
  readonly metrics?: Readonly<Record<string, number | 'NaN'>>;
  readonly rows?: number;
  readonly testIsTrain?: true;
  readonly exit?: number;
}

/** In the bucket of the data: a test writes it. */
export const oddKey = 'odd.json';

export async function oddOf(store: Store, bucket: string, program: string): Promise<Odd> {
  const text = await store.read(bucket, oddKey);
  const odd: Odd = text === undefined ? {} : (JSON.parse(text.toString())[program] ?? {});
  if (odd.exit !== undefined) {
    console.error('DataFrame index must be a DatetimeIndex');
    process.exit(odd.exit);
  }
  return odd;
}
