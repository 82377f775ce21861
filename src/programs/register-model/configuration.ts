import { type Environment, readEnvironment, type Values } from '../environment';
import { type TrackingServer, trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { contract } from './contract';

/** @internal */
export interface Configuration extends Omit<Values<typeof contract>, 'tracking'> {
  readonly model: string;
  readonly server: TrackingServer;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const { tracking, ...values } = readEnvironment(environment, contract);
  return { ...values, model: tracking.model, server: trackingServer(tracking, session) };
}
