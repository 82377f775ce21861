import { type Environment, readEnvironment } from '../environment';
import { type TrackingServer, trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { contract } from './contract';
import type { Mirrored } from './mirror';

/** @internal */
export interface Configuration {
  readonly server: TrackingServer;
  readonly model: string;
  readonly deadline: number;
  readonly mirrored: Mirrored;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const { tracking, deadline, ...mirrored } = readEnvironment(environment, contract);
  return { server: trackingServer(tracking, session), model: tracking.model, deadline, mirrored };
}
