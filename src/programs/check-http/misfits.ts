import type { Answer } from '../http-exchange';
import type { Expectation } from './expectation';
import { asShape } from './shape';
import { type Difference, differences } from './shape-differences';

/** Cleans and cuts foreign text. @internal */
export type Show = (text: string, limit?: number) => string;

const most = 5;

/**
 * Says in which ways an answer is not what was expected, the first few of them; empty when it fits.
 *
 * @internal
 */
export function misfits(answer: Answer, expectation: Expectation, show: Show): readonly string[] {
  const wrongStatus = statusMisfit(answer, expectation, show);
  // The body of an unexpected status is another document, comparing it would only hide the cause.
  if (wrongStatus !== undefined) return [wrongStatus];
  const found: string[] = [];
  const { contentType, maxLatencyMs, json } = expectation;
  if (contentType !== undefined && mediaType(answer.contentType) !== contentType.toLowerCase()) {
    found.push(`content type: expected ${contentType}, found ${show(answer.contentType || 'none', 80)}`);
  }
  if (maxLatencyMs !== undefined && answer.latency > maxLatencyMs) {
    found.push(`too slow: ${Math.ceil(answer.latency)} ms, at most ${maxLatencyMs} ms allowed`);
  }
  if (json === undefined) return found;
  const body = readJson(answer.body);
  if ('problem' in body) return [...found, body.problem];
  for (const difference of differences(body.value, asShape(json))) {
    if (found.length >= most) break;
    found.push(differenceText(difference, show));
  }
  return found;
}

function statusMisfit({ status, location }: Answer, expectation: Expectation, show: Show): string | undefined {
  const expected = [expectation.status].flat();
  if (expected.includes(status)) return undefined;
  const redirect = location === undefined ? '' : `, a redirect to ${show(withoutQuery(location), 120)}`;
  return `status ${status}${redirect}, expected ${expected.join(' or ')}`;
}

/** A redirect to a login page often carries a one-time token in its query. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/su, '').replace(/\/\/[^/@]*@/, '//');
}

function mediaType(contentType: string): string {
  return contentType.replace(/;.*$/su, '').trim().toLowerCase();
}

function readJson(body: Buffer): { readonly value: unknown } | { readonly problem: string } {
  if (body.length === 0) return { problem: 'the body is empty where JSON is due' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { problem: 'the body is not UTF-8 text where JSON is due' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Python's json writes these words unless told not to.
    const notANumber = /[[:,]\s*(NaN|-?Infinity)\b/.exec(text)?.[1];
    const hint = notANumber === undefined ? '' : `, it contains ${notANumber}`;
    return { problem: `the body is not valid JSON${hint}` };
  }
}

function differenceText({ path, expected, found }: Difference, show: Show): string {
  return `${show(path || 'the answer', 120)}: expected ${show(expected, 160)}, found ${foundText(found, show)}`;
}

function foundText(found: unknown, show: Show): string {
  if (found === undefined) return 'nothing';
  if (typeof found === 'string') return `"${show(found, 60)}"`;
  if (Array.isArray(found)) return `a list of ${found.length}`;
  return typeof found === 'object' && found !== null ? 'an object' : String(found);
}
