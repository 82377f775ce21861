import type { Outcome } from '../action';
import type { Values } from '../environment';
import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import type { contract, outcomes, Source } from './contract';
import { countSeries, type Prometheus } from './prometheus';

/** @internal */
export type SourceOutcome = Outcome<(typeof outcomes)[number]>;

/**
 * Looks whether the data is there that training is to take, and says which source it has.
 *
 * Where it is not there, training takes synthetic data, and the outcome says so; or there is no training.
 *
 * @internal
 */
export async function checkSource(configuration: Values<typeof contract>, calling: Calling): Promise<SourceOutcome> {
  const { source, url, token } = configuration;
  const { evidence, log } = calling.session;
  Object.assign(evidence, { asked: source, source });
  if (source === 'synthetic' || url === undefined) return having('ready', source, 'synthetic data needs nobody');
  if (token !== undefined) calling.session.hide(token);
  const found = await look({ url, token }, configuration, calling);
  if ('short' in found) return having('ready', source, `${url.origin} has all series${found.short}`);
  if (configuration.require === 'true') {
    return {
      outcome: 'refused',
      reason: `no ${source} data, and nothing else is wanted: ${found.missing}`,
      done: false,
    };
  }
  log(`training takes synthetic data instead: ${found.missing}`);
  evidence.source = 'synthetic';
  return having('fallback', 'synthetic', `synthetic data instead of ${source}: ${found.missing}`);
}

function having(outcome: 'ready' | 'fallback', source: Source, reason: string): SourceOutcome {
  return { outcome, reason, done: true, outputs: { source } };
}

/** Why the data can't be had; or what of it doesn't reach back as far as training is to look. */
async function look(
  server: Prometheus,
  { queries, hours }: Values<typeof contract>,
  calling: Calling,
): Promise<{ readonly missing: string } | { readonly short: string }> {
  const now = Math.floor(Date.now() / 1000);
  const withoutAny = async (at: number): Promise<readonly string[]> => {
    const none: string[] = [];
    for (const [name, query] of Object.entries(queries))
      if ((await countSeries(server, query, at, calling)) === 0) none.push(name);
    return none;
  };
  try {
    const missing = await withoutAny(now);
    if (missing.length > 0) return { missing: `Prometheus has no series for ${missing.join(', ')}` };
    // Half an hour less: a server that keeps just so long deletes in blocks.
    const short = await withoutAny(now - hours * 3600 + 1800);
    calling.session.evidence.short = short;
    return {
      short: short.length === 0 ? '' : `, but none ${hours} h ago for ${short.join(', ')}: the window is shorter`,
    };
  } catch (problem) {
    if (problem instanceof Trouble) return { missing: problem.message };
    throw problem;
  }
}
