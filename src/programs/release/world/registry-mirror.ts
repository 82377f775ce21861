import type { Calling } from '../../http-call';
import { type Mirrored, mirror } from '../../mirror-registry/mirror';
import { mlflowApi } from '../../mlflow/api';
import type { Places } from '../configuration';
import { untilClear } from './until-clear';

/**
 * Makes the registry say something of an environment.
 *
 * A version that somebody deleted there can't be named; nothing is decided by that, so the release goes on.
 *
 * @internal
 */
export async function mirrorTo(
  { server, model }: NonNullable<Places['registry']>,
  wanted: Mirrored,
  calling: Calling,
): Promise<void> {
  const mirroring = { api: mlflowApi(server, calling), model, ...calling };
  const { outcome, reason } = await untilClear(() => mirror(mirroring, async () => wanted), calling);
  if (outcome === 'refused') calling.session.log(reason);
  calling.session.evidence.mirrored = reason;
}
