import { type Environment, readEnvironment, type Values } from '../environment';
import { environmentFileOf } from '../environment-file/of-values';
import type { EnvironmentFile } from '../environment-file/read-environment-file';
import { InputError } from '../input-error';
import { type TrackingServer, trackingServer } from '../mlflow/tracking-server';
import type { Session } from '../session';
import { contract, places } from './contract';

/** @internal */
export interface Configuration extends Values<typeof contract> {
  readonly git: EnvironmentFile | undefined;
  readonly live: Values<typeof places.live.contract> | undefined;
  readonly registry: { readonly server: TrackingServer; readonly model: string; readonly alias: string } | undefined;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const problems: string[] = [];
  const tried = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push(problem.message);
      return undefined;
    }
  };
  const isAsked = (place: keyof typeof places): boolean => (environment[places[place].when] ?? '') !== '';
  const values = tried(() => readEnvironment(environment, contract));
  const git = isAsked('git')
    ? tried(() => environmentFileOf(readEnvironment(environment, places.git.contract), session))
    : undefined;
  const live = isAsked('live') ? tried(() => readEnvironment(environment, places.live.contract)) : undefined;
  const registry = isAsked('registry')
    ? tried(() => {
        const { model, alias, ...tracking } = readEnvironment(environment, places.registry.contract);
        return { server: trackingServer(tracking, session), model, alias };
      })
    : undefined;
  if (values === undefined || problems.length > 0) throw new InputError(problems.join('; '));
  if (git === undefined && live === undefined && registry === undefined)
    throw new InputError('nothing to compare the record with: set REPOSITORY, WORKLOAD or MLFLOW_TRACKING_URI');
  return { ...values, git, live, registry };
}
