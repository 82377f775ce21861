import { registerEach } from 'cdk8s-mlops';
import { ofEach } from './models';
import { registryOf } from './registries';

/**
 * What becomes of models that are good while others are not: `perModel`, they are registered and released for themselves;
 * `allOrNothing`, they wait for the others. In both cases the run ends red and names those that did not pass.
 */
export type RegistrationPolicy = 'perModel' | 'allOrNothing';

/** Judges each model by what its run logged, and registers those that pass. Aliases follow the releases, not this. */
export const registerAll = (policy: RegistrationPolicy) =>
  registerEach('register-models', {
    members: ofEach(({ name, gate }) => ({ registry: registryOf(name), evaluate: gate, artifact: 'model' })),
    policy,
  });
