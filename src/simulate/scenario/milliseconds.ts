import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { secondsOrDuration } from '../world/duration';

/** A length of time in milliseconds; throws MLP5205 for what is none. @internal */
export function milliseconds(given: number | string, what: string): number {
  const time = typeof given === 'number' ? given : secondsOrDuration(given);
  if (time !== undefined && Number.isFinite(time) && time >= 0) return time;
  throw new PipelineError({
    code: 'MLP5205',
    message: `${what} is ${show(given)}`,
    actual: given,
    expected: "milliseconds, or text such as '40m' or '1h30m'",
  });
}
