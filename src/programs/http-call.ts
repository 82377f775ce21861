import type { Deadline } from './deadline';
import { type Answer, exchange, type NoAnswer } from './http-exchange';
import type { Session } from './session';
import { Trouble, Unavailable } from './trouble';

/** @internal */
export interface Call {
  readonly url: URL;
  /** @default GET */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly ca?: string | undefined;
  /** Milliseconds for one attempt. @default 10000 */
  readonly timeout?: number;
  /** @default 4 MiB */
  readonly maxBytes?: number;
  /**
   * Whether sending it twice is the same as sending it once.
   *
   * @default - true, but for POST and PATCH
   */
  readonly repeatable?: boolean;
}

/** What every call of a program ends by, and whom it tells. @internal */
export interface Calling {
  readonly deadline: Deadline;
  readonly session: Session;
}

/**
 * The server may have done what it was asked, or not: whoever asked has to look before asking again.
 *
 * @internal
 */
export class Unclear extends Unavailable {
  override readonly name = 'Unclear';
}

const attempts = 6;

/**
 * Calls a server and returns its answer, whatever its status; trouble on the way and "not now" (429, 502 to 504) are
 * tried again, a request that can't be repeated only where the server has surely not seen or not taken it.
 *
 * @throws Unavailable if there is no answer after six attempts or at the deadline; Unclear if it may have been carried out
 * @internal
 */
export async function call(request: Call, { deadline, session }: Calling): Promise<Answer> {
  const { method = 'GET', headers = {}, timeout = 10_000, maxBytes = 4 * 1024 * 1024 } = request;
  const { repeatable = !['POST', 'PATCH'].includes(method) } = request;
  const what = `${method} ${request.url.origin}${request.url.pathname}`;
  let last: Answer | NoAnswer | undefined;
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const remaining = Math.min(timeout, deadline.remaining());
    const seen = await exchange({ ...request, method, headers, timeout: remaining, maxBytes });
    if (seen.kind === 'answer' && ![429, 502, 503, 504].includes(seen.status)) return seen;
    const why = seen.kind === 'answer' ? `status ${seen.status}` : seen.detail;
    // 502 and 504 come from something in between: what is behind it may have worked on.
    const untouched = seen.kind === 'refused' || (seen.kind === 'answer' && [429, 503].includes(seen.status));
    if (!repeatable && !untouched) throw new Unclear(`${what}: ${why}; it may have been carried out`);
    // Asked again it would be as large, or as oddly encoded.
    if (seen.kind === 'unreadable') throw new Trouble(`${what}: ${why}`);
    // What the deadline itself cut off says less than what was seen before it.
    if (last === undefined || seen.kind !== 'timeout' || remaining === timeout) last = seen;
    if (attempt < attempts) {
      session.log(`${what}: ${why}, trying again`);
      await deadline.sleep(pauseAfter(seen, attempt));
    }
  }
  if (last?.kind === 'answer') return last;
  throw new Unavailable(`${what}: ${last?.detail ?? 'the deadline passed before it could be sent'}`);
}

/** Doubles from a quarter of a second, spread so that runs which failed together do not come back together. */
function pauseAfter(last: Answer | NoAnswer, attempt: number): number {
  const asked = last.kind === 'answer' ? Number(last.headers['retry-after'] ?? 0) : 0;
  const pause = 250 * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.max(pause, Number.isFinite(asked) ? Math.min(asked, 60) * 1000 : 0);
}
