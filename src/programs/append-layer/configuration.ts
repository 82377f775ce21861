import { type Environment, readEnvironment, type Values } from '../environment';
import { type TrackingServer, trackingServer } from '../mlflow/tracking-server';
import { type Repository, readRepository } from '../oci/repository';
import type { Session } from '../session';
import { basePrefix, contract, imagePrefix } from './contract';

/** @internal */
export interface Configuration extends Omit<Values<typeof contract>, 'tracking' | 'base' | 'image'> {
  readonly model: string;
  readonly server: TrackingServer;
  readonly base: Repository;
  readonly image: Repository;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const { tracking, base, image, ...values } = readEnvironment(environment, contract, ({ files, versionFile }) =>
    Object.values(files ?? {}).includes(versionFile ?? '') ? ['VERSION_FILE: a file of the model goes there'] : [],
  );
  return {
    ...values,
    model: tracking.model,
    server: trackingServer(tracking, session),
    base: readRepository(base, basePrefix, session),
    image: readRepository(image, imagePrefix, session),
  };
}
