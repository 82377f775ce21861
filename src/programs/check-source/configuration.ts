import { type Environment, readEnvironment, type Values } from '../environment';
import { contract } from './contract';

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment): Values<typeof contract> {
  return readEnvironment(environment, contract, ({ source, url }) =>
    source !== 'synthetic' && url === undefined ? [`PROMETHEUS_URL: is not set, and DATA_SOURCE is ${source}`] : [],
  );
}
