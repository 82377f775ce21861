import type { Deadline } from '../deadline';
import { type Answer, type ExchangeRequest, exchange, type NoAnswer } from '../http-exchange';
import type { Session } from '../session';
import type { Judgement } from '../verdict';
import type { Configuration } from './configuration';
import { misfits } from './misfits';

/** One sample in the evidence. @internal */
export interface Measured {
  readonly sample: number;
  readonly attempts: number;
  readonly status?: number;
  readonly contentType?: string;
  readonly bytes?: number;
  readonly latencyMs?: number;
  readonly misfits?: readonly string[];
  /** The beginning of the body, of the first sample and of one that does not fit. */
  readonly body?: string;
  readonly transport?: string;
}

const attempts = 3;
const pauseMilliseconds = 500;

/**
 * Sends the samples one after the other until one does not fit.
 *
 * Only a complete answer is judged, and it is final. A reset, a timeout or a body that is cut off says nothing about the
 * candidate that a network between could not have caused: it is tried again, and then it is `error`. When merely the
 * time is up, too few samples were measured: `inconclusive`.
 *
 * @internal
 */
export async function measureSamples(
  configuration: Configuration,
  deadline: Deadline,
  measured: Measured[],
  session: Session,
): Promise<Judgement> {
  const { samples, expectation, request } = configuration;
  let slowest = 0;
  for (let sample = 1; sample <= samples; sample += 1) {
    const name = `sample ${sample} of ${samples}`;
    const { outcome, tries } = await attempt(request, deadline, session);
    if (outcome === undefined) {
      return { verdict: 'inconclusive', reason: `${sample - 1} of ${samples} samples measured before the deadline` };
    }
    if (outcome.kind !== 'answer') {
      measured.push({ sample, attempts: tries, transport: outcome.detail });
      const reason = `${name}: no complete answer from ${request.url.href} after ${tries} attempts: ${outcome.detail}`;
      return { verdict: 'error', reason };
    }
    const wrong = misfits(outcome, expectation, session.show);
    measured.push(evidenceOf(sample, tries, outcome, wrong, session));
    if (wrong.length > 0) {
      return { verdict: 'fail', reason: `${name} does not fit: ${wrong.join('; ')}${bodyText(outcome, session)}` };
    }
    slowest = Math.max(slowest, outcome.latency);
    session.log(`${name} fits: status ${outcome.status} in ${Math.ceil(outcome.latency)} ms`);
  }
  return { verdict: 'pass', reason: `${samples} of ${samples} samples fit, slowest ${Math.ceil(slowest)} ms` };
}

/** The answer, or the last trouble; nothing when the deadline came before either. */
async function attempt(
  request: ExchangeRequest,
  deadline: Deadline,
  session: Session,
): Promise<{ outcome: Answer | NoAnswer | undefined; tries: number }> {
  let trouble: NoAnswer | undefined;
  let tries = 0;
  while (tries < attempts && !deadline.expired()) {
    tries += 1;
    const remaining = deadline.remaining();
    const outcome = await exchange({ ...request, timeout: Math.min(request.timeout, remaining) });
    // An answer that cannot be read will not become readable.
    if (outcome.kind === 'answer' || outcome.kind === 'unreadable') return { outcome, tries };
    const outOfTime = outcome.kind === 'timeout' && remaining < request.timeout;
    if (outOfTime) return { outcome: trouble, tries };
    session.log(`attempt ${tries}: ${outcome.detail}`);
    trouble = outcome;
    if (tries < attempts) await deadline.sleep(pauseMilliseconds * tries);
  }
  return { outcome: trouble, tries };
}

function evidenceOf(
  sample: number,
  tries: number,
  { status, contentType, body, latency }: Answer,
  wrong: readonly string[],
  session: Session,
): Measured {
  return {
    sample,
    attempts: tries,
    status,
    contentType: session.show(contentType, 100),
    bytes: body.length,
    latencyMs: Number(latency.toFixed(1)),
    misfits: wrong,
    ...(wrong.length > 0 || sample === 1 ? { body: session.show(body.toString(), 500) } : {}),
  };
}

function bodyText({ body }: Answer, session: Session): string {
  const text = session.show(body.toString(), 120);
  return text === '' ? '' : `; body: ${text}`;
}
