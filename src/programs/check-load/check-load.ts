import type { Session } from '../session';
import type { Judgement } from '../verdict';
import { type Limits, within } from './limits';
import { type Load, wanted } from './load';
import type { Summary } from './summary';

/** Below this share of the wanted requests a rate was not what was asked for. */
const enough = 0.95;

/**
 * Judges what k6 measured.
 *
 * Nothing answered is `error`: that says nothing about the candidate. Too few requests, or a number that is missing, is
 * `inconclusive`, whatever the others say.
 *
 * @internal
 */
export function judgeLoad(summary: Summary, load: Load, limits: Limits, session: Session): Judgement {
  const { requests, answers, successes, dropped, duration } = summary;
  Object.assign(session.evidence, { load: described(load), limits, measured: summary });
  if (requests > 0 && answers === 0) return { verdict: 'error', reason: `none of ${requests} requests was answered` };
  const least = 'requests' in load.measure ? wanted(load) : Math.ceil(wanted(load) * enough);
  if (requests < least) {
    const late = dropped === 0 ? '' : `, ${dropped} could not begin in time: give the load generator more CPU`;
    return { verdict: 'inconclusive', reason: `only ${requests} of ${wanted(load)} requests were measured${late}` };
  }
  const rate = successes / requests;
  const rows = [
    { what: 'success rate', value: rate, shown: `${Number((rate * 100).toFixed(2))}%`, limit: limits.successRate },
    { what: 'p95', value: duration.p95, shown: milliseconds(duration.p95), limit: limits.p95 },
    { what: 'p99', value: duration.p99, shown: milliseconds(duration.p99), limit: limits.p99 },
  ].flatMap(({ limit, ...row }) => (limit === undefined ? [] : [{ ...row, limit }]));
  const missing = rows.filter(({ value }) => value === undefined);
  if (missing.length > 0)
    return { verdict: 'inconclusive', reason: `k6 has no ${missing.map(({ what }) => what).join(', ')}` };
  const judged = rows.map(({ what, value = Number.NaN, shown, limit }) => {
    const { fits, limit: bound } = within(value, limit);
    return { fits, text: fits ? `${what} ${shown}` : `${what} ${shown}, allowed ${bound}` };
  });
  const wrong = judged.filter(({ fits }) => !fits);
  const reason = `${requests} requests: ${(wrong.length > 0 ? wrong : judged).map(({ text }) => text).join('; ')}`;
  return { verdict: wrong.length > 0 ? 'fail' : 'pass', reason };
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '' : `${Number(value.toFixed(1))} ms`;
}

/** Headers by name only: their values may be secret. */
function described({ headers, ...load }: Load): unknown {
  return { ...load, headers: Object.keys(headers) };
}
