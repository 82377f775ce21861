import { type PodTrouble, worst } from './pod-trouble';

/** Milliseconds that a trouble may take to pass by itself. */
const patient = 60_000;

/**
 * Tells, look after look, when a trouble counts.
 *
 * @internal
 */
export function patience(): (troubles: readonly PodTrouble[], now: Date) => PodTrouble | undefined {
  let since = new Map<string, number>();
  return (troubles, now) => {
    const lasting = troubles.filter(({ counts }) => counts === 'when-it-stays');
    // The reasons take turns (ErrImagePull, ImagePullBackOff), the place stays.
    since = new Map(lasting.map(({ where }) => [where, since.get(where) ?? now.getTime()]));
    const counted = troubles.filter(
      ({ counts, where }) =>
        counts === 'now' ||
        (counts === 'when-it-stays' && now.getTime() - (since.get(where) ?? now.getTime()) >= patient),
    );
    return worst(counted);
  };
}
