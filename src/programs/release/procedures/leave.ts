import { change, look, type Program } from '../effect';

/**
 * Gives both locks back, the target's first.
 *
 * @param close whether what was open is done. The promotion is closed in the source only if it is closed in the target:
 * who lost the target's lock leaves it to the next settle.
 * @internal
 */
export function* leave(close: boolean): Program<void> {
  if (!close) {
    yield* change('target', 'unlock');
    yield* change('source', 'unlock');
    return;
  }
  const finished = yield* change('target', 'finish');
  const closed = finished === 'done' || (yield* look('target', ({ phase }) => phase === 'idle'));
  yield* change('source', closed ? 'finish' : 'unlock');
}
