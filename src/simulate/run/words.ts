import type { Problem } from '../../expr/argo/result';
import type { World } from '../world/world';

/** The engine's words for a problem; where we don't know what it does, that is kept to be told. @internal */
export function words(world: Pick<World, 'undecided'>, { kind, message }: Problem): string {
  if (kind === 'unsupported') world.undecided.add(message);
  return message;
}
