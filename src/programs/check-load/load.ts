import { isRecord } from '../json-value';

/**
 * What the load generator sends: the same JSON for k6, which sends it, and for check-load, which judges it.
 *
 * @internal
 */
export interface Load {
  readonly url: string;
  readonly method: string;
  /** Text, or the variable that holds a secret. */
  readonly headers: { readonly [name: string]: string | { readonly env: string } };
  readonly sample?: LoadSample;
  /** Statuses that count as a success. */
  readonly statuses: readonly number[];
  readonly timeoutMs: number;
  /** Not measured; 0 for none. */
  readonly warmUpSeconds: number;
  readonly measure: FixedRequests | ArrivalRate;
}

/** @internal */
export interface LoadSample {
  readonly file: string;
  readonly contentType: string;
  /** Of a form, with the name the file has in it. */
  readonly field?: string;
  readonly filename?: string;
}

/** So many requests, so many at a time. @internal */
export interface FixedRequests {
  readonly requests: number;
  readonly concurrency: number;
}

/** So many requests begin each second, however long the ones before them take. @internal */
export interface ArrivalRate {
  readonly perSecond: number;
  readonly seconds: number;
}

/** How many requests have to be measured. @internal */
export function wanted({ measure }: Load): number {
  return 'requests' in measure ? measure.requests : measure.perSecond * measure.seconds;
}

/** Everything that is wrong with a load, each with its place. @internal */
export function loadProblems(load: unknown): readonly string[] {
  if (!isRecord(load)) return ['expected an object'];
  const { url, method, headers, statuses, timeoutMs, warmUpSeconds, measure } = load;
  const whole = (value: unknown, min: number, max: number): boolean =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
  const isStatus = (value: unknown): boolean => whole(value, 100, 599);
  const problems: readonly (readonly [boolean, string])[] = [
    [typeof url === 'string' && /^https?:\/\/[\x21-\x7e]{1,2000}$/.test(url), 'url: expected an http or https URL'],
    [['GET', 'POST', 'PUT', 'PATCH'].includes(String(method)), 'method: expected GET, POST, PUT or PATCH'],
    [isRecord(headers), 'headers: expected an object'],
    [Array.isArray(statuses) && statuses.length > 0 && statuses.every(isStatus), 'statuses: expected HTTP statuses'],
    [whole(timeoutMs, 1, 600_000), 'timeoutMs: expected milliseconds from 1 to 600000'],
    [whole(warmUpSeconds, 0, 3600), 'warmUpSeconds: expected seconds from 0 to 3600'],
    [isMeasure(measure, whole), 'measure: expected requests and concurrency, or perSecond and seconds'],
  ];
  return problems.flatMap(([fits, problem]) => (fits ? [] : [problem]));
}

function isMeasure(measure: unknown, whole: (value: unknown, min: number, max: number) => boolean): boolean {
  if (!isRecord(measure)) return false;
  const { requests, concurrency, perSecond, seconds } = measure;
  return requests === undefined
    ? whole(perSecond, 1, 10_000) && whole(seconds, 1, 86_400)
    : whole(requests, 1, 10_000_000) && whole(concurrency, 1, Math.min(Number(requests), 10_000));
}
