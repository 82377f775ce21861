import { baseUrl } from '../base-url';
import { credential } from '../credential';
import { optional, required, type Variable } from '../environment';
import { decimal, oneOf, whole } from '../parse';
import { type Queries, readQueries } from './queries';

/** Where training takes its data from. @internal */
export const sources = ['synthetic', 'prometheus', 'hybrid'] as const;

/** @internal */
export type Source = (typeof sources)[number];

/** What check-source ends with; only the first two go on. @internal */
export const outcomes = ['ready', 'fallback', 'refused', 'error'] as const;

/**
 * The env variables of check-source.
 *
 * @internal
 */
export const contract: {
  readonly source: Variable<Source>;
  readonly url: Variable<URL | undefined>;
  readonly token: Variable<string | undefined>;
  readonly queries: Variable<Queries>;
  readonly hours: Variable<number>;
  readonly require: Variable<'true' | 'false'>;
  readonly deadline: Variable<number>;
} = {
  source: required('DATA_SOURCE', oneOf(sources)),
  url: optional('PROMETHEUS_URL', baseUrl, undefined),
  token: optional('PROMETHEUS_TOKEN', credential, undefined),
  queries: optional('PROMETHEUS_QUERIES', readQueries, { targets: 'up' }),
  hours: optional('TRAINING_HOURS', whole('hours', 1, 8784), 168),
  require: optional('REQUIRE_SOURCE', oneOf(['true', 'false']), 'false'),
  deadline: optional('DEADLINE_SECONDS', decimal('seconds', 0.1, 3600), 120),
};
