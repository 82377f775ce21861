import { below } from '../base-url';
import { type Calling, call } from '../http-call';
import { jsonOf } from '../json-answer';
import { isRecord, valueAt } from '../json-value';
import { Trouble } from '../trouble';

/** A Prometheus server, or what speaks its API. @internal */
export interface Prometheus {
  readonly url: URL;
  readonly token: string | undefined;
}

/**
 * How many series a query has at a point in time.
 *
 * @param at seconds since 1970
 * @throws Trouble if the server can't be asked, says why not, or is none
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 * @internal
 */
export async function countSeries(
  { url, token }: Prometheus,
  query: string,
  at: number,
  calling: Calling,
): Promise<number> {
  const asked = below(url, '/api/v1/query');
  // Counted there: the answer is small however large the cluster is. A comment at the end of a query ends with its line.
  asked.search = String(new URLSearchParams({ query: `count(${query}\n)`, time: String(at) }));
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await call({ url: asked, headers, timeout: 30_000 }, calling);
  const from = `Prometheus at ${url.origin}${url.pathname}`;
  const said = (): string => calling.session.show(answer.body.toString(), 150);
  if (answer.status === 401 || answer.status === 403)
    throw new Trouble(
      `${from} lets nobody in${token === undefined ? ' without a token' : ' with this token'}: ${answer.status}`,
    );
  if (answer.status >= 300 && answer.status < 400)
    throw new Trouble(`${from} sends us elsewhere (${answer.status}), as a page to log in does`);
  if (![200, 400, 422, 500, 503].includes(answer.status))
    throw new Trouble(`${from} answered ${answer.status}: ${said()}`);
  const body = jsonOf(answer, from, calling.session);
  if (valueAt(body, 'status') !== 'success')
    throw new Trouble(
      `${from} refuses the query: ${calling.session.show(String(valueAt(body, 'error') ?? said()), 200)}`,
    );
  const result = valueAt(body, 'data', 'result');
  if (!isRecord(valueAt(body, 'data')) || !Array.isArray(result))
    throw new Trouble(`${from} is no Prometheus: ${said()}`);
  // No series at all is no count at all.
  const count = Number(valueAt(result[0], 'value', '1') ?? 0);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new Trouble(`${from} counts ${calling.session.show(String(valueAt(result[0], 'value', '1')), 40)} series`);
}
