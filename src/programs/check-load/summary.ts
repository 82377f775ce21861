import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isRecord, numberAt, valueAt } from '../json-value';
import { Trouble } from '../trouble';
import type { Load } from './load';

/**
 * What k6 measured.
 *
 * @internal
 */
export interface Summary {
  readonly requests: number;
  readonly answers: number;
  readonly successes: number;
  /** Requests that the generator could not begin in time. */
  readonly dropped: number;
  /** Milliseconds; nothing where k6 has no number. */
  readonly duration: { readonly [K in 'median' | 'p95' | 'p99' | 'max']: number | undefined };
}

const maxBytes = 64 * 1024;

/**
 * Reads what k6 left.
 *
 * @throws Trouble if there is nothing, or anything but a summary of exactly this load
 * @internal
 */
export function readSummary(path: string, load: Load): Summary {
  const text = readText(path);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Trouble('what k6 left is no JSON');
  }
  if (!isRecord(found)) throw new Trouble('what k6 left is no summary');
  if (!isDeepStrictEqual(found.load, load)) throw new Trouble('the summary that k6 left is of another load');
  const [requests, answers, successes, dropped] = ['requests', 'answers', 'successes', 'dropped'].map((key) => {
    const count = numberAt(found, key);
    if (!Number.isSafeInteger(count) || count < 0) throw new Trouble(`k6 counted ${count} ${key}`);
    return count;
  }) as [number, number, number, number];
  if (successes > answers || answers > requests) {
    throw new Trouble(`k6 counted ${requests} requests, ${answers} answers and ${successes} successes`);
  }
  const time = (key: string): number | undefined => {
    const value = valueAt(found, 'duration', key);
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const duration = { median: time('median'), p95: time('p95'), p99: time('p99'), max: time('max') };
  return { requests, answers, successes, dropped, duration };
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= maxBytes) return bytes.toString();
  } catch (problem) {
    throw new Trouble(`k6 left no summary (${(problem as NodeJS.ErrnoException).code}); its own log says why`);
  }
  throw new Trouble(`the summary that k6 left is larger than ${maxBytes} bytes`);
}
