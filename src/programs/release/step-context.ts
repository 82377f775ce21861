import type { Calling } from '../http-call';
import { InputError } from '../input-error';
import type { Ending } from '../outputs';
import type { Candidate } from './candidate';
import type { Configuration } from './configuration';
import type { Program } from './effect';
import type { Job, Policy } from './job';
import { perform } from './perform';
import { candidateOf } from './record';
import { initialRelease } from './world/image-lookup';
import type { World } from './world/world';

/** What a step came to. @internal */
export type StepEnding = Pick<Ending, 'word' | 'reason' | 'done' | 'outputs'>;

/** What a step of a release is given to work with. @internal */
export interface StepContext {
  readonly configuration: Configuration;
  readonly world: World;
  readonly calling: Calling;
}

/** Drives a procedure in the real world. @internal */
export function carryOut<T>({ world }: StepContext, program: Program<T>): Promise<T> {
  return perform(program, world.carryOut);
}

/** @internal */
export async function jobOf(context: StepContext): Promise<Job> {
  return { holder: context.configuration.holder, policy: await policyOf(context) };
}

/** Of a step that only measures, it decides nothing. */
const noPolicy: Policy = {
  evidence: 'verdict',
  within: false,
  onError: 'hold',
  onInconclusive: 'hold',
  noBaseline: 'hold',
  onPromoteFailure: 'hold',
  initial: null,
};

/** The policy, with the image that its tag names now. @internal */
export async function policyOf({ configuration, calling }: StepContext): Promise<Policy> {
  const { policy, images } = configuration;
  if (policy === undefined) return noPolicy;
  const { initialTag, ...given } = policy;
  const seeks = given.noBaseline === 'initial' && initialTag !== undefined && images !== undefined;
  const initial = seeks ? await initialRelease(images, initialTag, calling) : null;
  if (seeks) calling.session.evidence.initial = initial?.digest ?? `the repository has no ${initialTag}`;
  return { ...given, initial };
}

/** The candidate as the step was given it. @internal */
export function givenCandidate({ configuration }: StepContext): Candidate {
  if (configuration.candidate === undefined) throw new InputError(`${configuration.step} was given no candidate`);
  return configuration.candidate;
}

/** The candidate that the record has frozen under the model version, or why it is not the one any more. @internal */
export async function recordedCandidate({
  configuration,
  world,
}: StepContext): Promise<{ readonly candidate: Candidate } | { readonly superseded: string }> {
  const { modelVersion, source } = configuration;
  const { record } = await world.records.source.read();
  const frozen = candidateOf(record, modelVersion ?? '');
  if (frozen !== null) return { candidate: frozen };
  const { candidate } = record;
  const found = candidate === null ? 'no candidate' : `version ${candidate.modelVersion} for its candidate`;
  return { superseded: `the record of ${source} has ${found}, not version ${modelVersion}` };
}
