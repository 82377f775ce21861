import { change, type Program, type Side } from '../effect';

/** Whether what was open is closed, or somebody else has the lock now. @internal */
export type Settled = 'settled' | 'lost';

/** Writes `idle`: the last step of whatever was open, when git and the registry have followed. @internal */
export function* close(side: Side): Program<Settled> {
  return (yield* change(side, 'close')) === 'done' ? 'settled' : 'lost';
}
