import { type Environment, readEnvironment, type Values } from '../environment';
import { type Repository, readRepository } from '../oci/repository';
import type { Session } from '../session';
import { contract, prefix } from './contract';

/** @internal */
export interface Configuration extends Omit<Values<typeof contract>, 'repository'> {
  readonly repository: Repository;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const values = readEnvironment(environment, contract);
  return { ...values, repository: readRepository(values.repository, prefix, session) };
}
