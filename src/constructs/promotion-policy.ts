import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { tagName } from '../programs/oci/reference';
import type { DeployedKind } from '../programs/release/contract';
import type { Environment } from './environment';
import type { ImageRepository } from './image-repository';
import { programProblem } from './program-problem';

/** What becomes of a candidate that did not pass. @public */
export interface PromotionPolicy {
  /** What becomes of a candidate whose gate could not judge. @default 'hold' */
  readonly onError?: 'hold' | 'revert' | undefined;
  /** What becomes of a candidate whose gate saw too little. @default 'hold' */
  readonly onInconclusive?: 'hold' | 'revert' | undefined;
  /**
   * What becomes of a candidate that did not pass where no version was ever approved: it is held, the `initial` image
   * comes in its place, or it stays and the run says `revert-failed`.
   *
   * @default 'hold'
   */
  readonly noBaseline?: 'hold' | 'initial' | 'fail' | undefined;
  /** Tag of the image of before the first training; for `noBaseline: 'initial'`. */
  readonly initial?: string | undefined;
}

/** The policy with its defaults, for candidates that are tested in an environment. Throws MLP3022. @internal */
export function policyOf(
  { onError, onInconclusive, noBaseline, initial }: PromotionPolicy,
  tests: Environment,
): Required<{ readonly [K in Exclude<keyof PromotionPolicy, 'initial'>]: NonNullable<PromotionPolicy[K]> }> & {
  readonly initial: string | undefined;
} {
  const choices = {
    onError: oneOf('onError', onError ?? 'hold', ['hold', 'revert']),
    onInconclusive: oneOf('onInconclusive', onInconclusive ?? 'hold', ['hold', 'revert']),
    noBaseline: oneOf('noBaseline', noBaseline ?? 'hold', ['hold', 'initial', 'fail']),
    initial,
  } as const;
  if ((choices.noBaseline === 'initial') !== (initial !== undefined))
    throw misfit(
      initial === undefined ? "noBaseline is 'initial', but no image is" : 'an initial image is given for nothing',
      "noBaseline: 'initial', initial: '1.0.0'",
    );
  const odd = initial === undefined ? undefined : programProblem(initial, tagName);
  if (odd !== undefined) throw misfit(`the initial image has the tag ${show(initial)}: ${odd}`);
  if (initial !== undefined && deployedKind(tests) === 'uri')
    throw misfit(
      `'${tests.name}' serves models by their address, and the initial image has none`,
      "noBaseline: 'hold' or 'fail'",
    );
  return choices;
}

/** Throws MLP3022 for an environment that no release can deploy to. @internal */
export function checkDeployable(environment: Environment, images: ImageRepository | undefined): void {
  const { name, workload, deploy } = environment;
  if (workload === undefined || deploy === undefined)
    throw misfit(
      `environment '${name}' does not say ${workload === undefined ? 'what runs it' : 'how it is deployed to'}`,
      "Environment.of(…, { workload: Workload.deployment('app'), deploy: Deploy.git({ … }) })",
    );
  if (deployedKind(environment) === 'image' && images === undefined)
    throw misfit(
      `environment '${name}' runs an image, but where the images are is not said`,
      'images: ImageRepository.at(…)',
    );
}

/** Throws MLP3022 where only a share of the answers would be the candidate's. @internal */
export function checkAnswers({ name, deploy }: Environment, expected: string): void {
  if (deploy?.canary === undefined) return;
  throw misfit(
    `'${name}' gives a candidate a share of the traffic, and what is tested there must be all that answers`,
    expected,
  );
}

/** For plain JavaScript. Throws MLP3022. @internal */
export function checkNoun(name: string, value: unknown, key: string, expected: string): void {
  if (typeof value === 'object' && value !== null && key in value) return;
  throw misfit(`${name} is ${show(value)}`, expected);
}

/** What an environment is told to run. @internal */
export function deployedKind({ workload, deploy }: Environment): DeployedKind {
  return deploy?.deploys ?? (workload?.kind === 'inferenceservice' ? 'uri' : 'image');
}

/** Throws MLP3022. @internal */
export function oneOf<T extends string>(name: string, value: T, words: readonly T[]): T {
  if (words.includes(value)) return value;
  throw misfit(`${name} is ${show(value)}`, words.map((word) => `'${word}'`).join(' or '));
}

/** @internal */
export function misfit(message: string, expected?: string): PipelineError {
  return new PipelineError({ code: 'MLP3022', message: `a promotion can't work: ${message}`, expected });
}
