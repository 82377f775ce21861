import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { tagName } from '../programs/oci/reference';
import type { DeployedKind } from '../programs/release/contract';
import type { Environment } from './environment';
import type { ImageRepository } from './image-repository';
import type { MlflowRegistry } from './mlflow-registry';
import { programProblem } from './program-problem';

/** @public */
export interface PromotionProps {
  /** Where candidates are tested. */
  readonly from: Environment;
  /** Where they go then. */
  readonly to: Environment;
  /** Whose aliases follow the two environments. */
  readonly registry: MlflowRegistry;
  /** Where the application's images are. @default - none are needed: both environments serve models by their address */
  readonly images?: ImageRepository | undefined;
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
  /** What becomes of `to` when a candidate can't be rolled out there. @default 'restore' */
  readonly onPromoteFailure?: 'restore' | 'hold' | undefined;
  /**
   * What a candidate has to show: a `pass` of the gate in `from`, or that it was promoted into `from` and is approved
   * there. Nothing tests it again in the second case, so a person has to approve.
   *
   * @default 'pass'
   */
  readonly evidence?: 'pass' | 'promoted' | undefined;
  /** A person is asked before a candidate is promoted. @default - nobody is */
  readonly approval?: PromotionApproval | undefined;
  /** How long a step waits for the lock of an environment, in whole seconds. @default 10 minutes */
  readonly lockWait?: TimeSpan | undefined;
}

/** @public */
export interface PromotionApproval {
  /** How long to wait; nobody answering is no consent. Shorter than the period of the schedule that starts the run. */
  readonly expires: TimeSpan;
  /** What the person is asked. @default - whether to promote, and where to */
  readonly message?: string | undefined;
}

/**
 * The way of an application's versions from one environment into the next, and what happens to those that do not pass.
 *
 * @public
 */
export interface Promotion {
  readonly from: Environment;
  readonly to: Environment;
  readonly registry: MlflowRegistry;
  readonly images: ImageRepository | undefined;
  readonly onError: 'hold' | 'revert';
  readonly onInconclusive: 'hold' | 'revert';
  readonly noBaseline: 'hold' | 'initial' | 'fail';
  readonly initial: string | undefined;
  readonly onPromoteFailure: 'restore' | 'hold';
  readonly evidence: 'pass' | 'promoted';
  readonly approval: PromotionApproval | undefined;
  /** @internal */
  readonly lockWaitSeconds: number;
}

/** @public */
export const Promotion: {
  /**
   * Declares it once for the gate that tests and for the construct that decides.
   *
   * @throws PipelineError MLP3022 for two environments that do not fit, or a policy that can't be followed.
   * @example
   * ```ts
   * const promotion = Promotion.of({
   *   from: staging,
   *   to: production,
   *   registry,
   *   images: ImageRepository.at('ghcr.io/acme/fraud'),
   *   onInconclusive: 'revert',
   * });
   * ```
   */
  readonly of: (props: PromotionProps) => Promotion;
} = {
  of(props) {
    checkProps(props, Object.keys(known), 'Promotion');
    const { from, to, registry, images, approval, evidence = 'pass', noBaseline = 'hold', initial } = props;
    for (const [name, value, key] of [
      ['from', from, 'rolloutSeconds'],
      ['to', to, 'rolloutSeconds'],
      ['registry', registry, 'model'],
    ] as const) {
      if (typeof value === 'object' && value !== null && key in value) continue;
      throw misfit(`${name} is ${show(value)}`, name === 'registry' ? 'an MlflowRegistry' : 'an Environment');
    }
    checkEnvironments(from, to, images);
    if (evidence === 'pass' && from.deploy?.canary !== undefined)
      throw misfit(
        `'${from.name}' gives a candidate a share of the traffic, and what is tested there must be all that answers`,
        'canaryTrafficPercent in the environment that it is promoted to',
      );
    const choices = {
      onError: oneOf('onError', props.onError ?? 'hold', ['hold', 'revert']),
      onInconclusive: oneOf('onInconclusive', props.onInconclusive ?? 'hold', ['hold', 'revert']),
      noBaseline: oneOf('noBaseline', noBaseline, ['hold', 'initial', 'fail']),
      onPromoteFailure: oneOf('onPromoteFailure', props.onPromoteFailure ?? 'restore', ['restore', 'hold']),
      evidence: oneOf('evidence', evidence, ['pass', 'promoted']),
    } as const;
    if ((noBaseline === 'initial') !== (initial !== undefined))
      throw misfit(
        initial === undefined ? "noBaseline is 'initial', but no image is" : 'an initial image is given for nothing',
        "noBaseline: 'initial', initial: '1.0.0'",
      );
    const odd = initial === undefined ? undefined : programProblem(initial, tagName);
    if (odd !== undefined) throw misfit(`the initial image has the tag ${show(initial)}: ${odd}`);
    if (evidence === 'promoted' && approval === undefined)
      throw misfit(
        `'${from.name}' tests nothing and nobody is asked`,
        "evidence: 'promoted' with approval: { expires: Duration.hours(8) }",
      );
    if (approval !== undefined) {
      checkProps(approval, ['expires', 'message'], 'the approval of Promotion');
      secondsOf(approval.expires, 'the time of the approval');
    }
    return Object.freeze({
      from,
      to,
      registry,
      images,
      ...choices,
      initial,
      approval,
      lockWaitSeconds: props.lockWait === undefined ? 600 : secondsOf(props.lockWait, 'the lockWait of Promotion'),
    });
  },
};

const known: { readonly [key in keyof Required<PromotionProps>]: true } = {
  from: true,
  to: true,
  registry: true,
  images: true,
  onError: true,
  onInconclusive: true,
  noBaseline: true,
  initial: true,
  onPromoteFailure: true,
  evidence: true,
  approval: true,
  lockWait: true,
};

function checkEnvironments(from: Environment, to: Environment, images: ImageRepository | undefined): void {
  if (from.name === to.name) throw misfit(`it goes from '${from.name}' to itself`);
  if (from.application !== to.application)
    throw misfit(`'${from.name}' runs '${from.application}', '${to.name}' runs '${to.application}'`);
  for (const environment of [from, to]) {
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
  if (from.alias === to.alias) throw misfit(`both environments are the alias '${from.alias}'`);
}

/** What an environment is told to run. @internal */
export function deployedKind({ workload, deploy }: Environment): DeployedKind {
  return deploy?.deploys ?? (workload?.kind === 'inferenceservice' ? 'uri' : 'image');
}

function oneOf<T extends string>(name: string, value: T, words: readonly T[]): T {
  if (words.includes(value)) return value;
  throw misfit(`${name} is ${show(value)}`, words.map((word) => `'${word}'`).join(' or '));
}

function misfit(message: string, expected?: string): PipelineError {
  return new PipelineError({ code: 'MLP3022', message: `a promotion can't work: ${message}`, expected });
}
