import { type Environment, readEnvironment } from '../environment';
import { type Repository, readRepository } from '../oci/repository';
import type { Session } from '../session';
import { contract, sourcePrefix, targetPrefix } from './contract';

/** @internal */
export interface Configuration {
  readonly deadline: number;
  readonly source: Repository;
  /** A tag, or a digest. */
  readonly reference: string;
  readonly target: Repository;
  readonly tag: string;
}

/** @throws InputError naming every variable that is missing or malformed @internal */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const { source, target, ...values } = readEnvironment(environment, contract);
  return {
    ...values,
    source: readRepository(source, sourcePrefix, session),
    target: readRepository(target, targetPrefix, session),
  };
}
