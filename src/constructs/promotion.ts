import { checkProps } from '../core/check-props';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { Environment } from './environment';
import type { ImageRepository } from './image-repository';
import type { MlflowRegistry } from './mlflow-registry';
import {
  checkAnswers,
  checkDeployable,
  checkNoun,
  misfit,
  oneOf,
  type PromotionPolicy,
  policyOf,
} from './promotion-policy';

/** @public */
export interface PromotionProps extends PromotionPolicy {
  /** Where candidates are tested. */
  readonly from: Environment;
  /** Where they go then. */
  readonly to: Environment;
  /** Whose aliases follow the two environments. */
  readonly registry: MlflowRegistry;
  /** Where the application's images are. @default - none are needed: both environments serve models by their address */
  readonly images?: ImageRepository | undefined;
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

/** @public */
export interface PromotionWithinOptions extends PromotionPolicy {
  /** Whose alias names what was approved in the environment. @default - none: the release record alone says it */
  readonly registry?: MlflowRegistry | undefined;
  /** Where the application's images are. @default - none are needed: the environment serves models by their address */
  readonly images?: ImageRepository | undefined;
}

/**
 * The way of an application's versions from one environment into the next, or within the only one, and what happens to
 * those that do not pass.
 *
 * @public
 */
export interface Promotion {
  readonly from: Environment;
  /** Undefined where candidates stay in `from`. */
  readonly to: Environment | undefined;
  /** Undefined where the release record alone says what was approved. */
  readonly registry: MlflowRegistry | undefined;
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
  /**
   * Declares releases in place, for an application that has one environment: the gate deploys a candidate there and tests
   * it, and what passed is approved where it is. What did not pass is taken back to the last approved version, or held.
   *
   * Until the verdict is there, candidates answer: they are tested on what the environment is asked. Where that is too much
   * to risk, test in another environment: `Promotion.of`.
   *
   * @throws PipelineError MLP3022 for an environment that can't be released to, a policy that can't be followed, or an
   * option that is about another environment.
   * @example
   * ```ts
   * const promotion = Promotion.within(production, {
   *   images: ImageRepository.at('ghcr.io/acme/fraud'),
   *   onInconclusive: 'revert',
   * });
   * ```
   */
  readonly within: (environment: Environment, options?: PromotionWithinOptions) => Promotion;
} = {
  of(props) {
    checkProps(props, Object.keys(known), 'Promotion');
    const { from, to, registry, images, approval, evidence = 'pass' } = props;
    checkNoun('from', from, 'rolloutSeconds', 'an Environment');
    checkNoun('to', to, 'rolloutSeconds', 'an Environment');
    checkNoun('registry', registry, 'model', 'an MlflowRegistry');
    checkEnvironments(from, to, images);
    if (evidence === 'pass') checkAnswers(from, 'canaryTrafficPercent in the environment that it is promoted to');
    const choices = {
      ...policyOf(props, from),
      onPromoteFailure: oneOf('onPromoteFailure', props.onPromoteFailure ?? 'restore', ['restore', 'hold']),
      evidence: oneOf('evidence', evidence, ['pass', 'promoted']),
    } as const;
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
      approval,
      lockWaitSeconds:
        props.lockWait === undefined ? lockWaitSeconds : secondsOf(props.lockWait, 'the lockWait of Promotion'),
    });
  },
  within(environment, options = {}) {
    const elsewhere = Object.keys(options ?? {}).find((name) => name in known && !(name in knownWithin));
    if (elsewhere !== undefined)
      throw misfit(`${elsewhere} is about the way into another environment, and there is only one`, 'Promotion.of(…)');
    checkProps(options, Object.keys(knownWithin), 'Promotion.within');
    const { registry, images } = options;
    checkNoun('what it is within', environment, 'rolloutSeconds', 'an Environment');
    if (registry !== undefined) checkNoun('registry', registry, 'model', 'an MlflowRegistry');
    checkDeployable(environment, images);
    checkAnswers(environment, "a format without canaryTrafficPercent: { inferenceService: 'fraud' }");
    return Object.freeze({
      from: environment,
      to: undefined,
      registry,
      images,
      ...policyOf(options, environment),
      onPromoteFailure: 'hold',
      evidence: 'pass',
      approval: undefined,
      lockWaitSeconds,
    });
  },
};

const lockWaitSeconds = 600;

const knownWithin: { readonly [key in keyof Required<PromotionWithinOptions>]: true } = {
  registry: true,
  images: true,
  onError: true,
  onInconclusive: true,
  noBaseline: true,
  initial: true,
};

const known: { readonly [key in keyof Required<PromotionProps>]: true } = {
  ...knownWithin,
  from: true,
  to: true,
  onPromoteFailure: true,
  evidence: true,
  approval: true,
  lockWait: true,
};

function checkEnvironments(from: Environment, to: Environment, images: ImageRepository | undefined): void {
  if (from.name === to.name)
    throw misfit(`it goes from '${from.name}' to itself`, `Promotion.within(${from.name}, { … })`);
  if (from.application !== to.application)
    throw misfit(`'${from.name}' runs '${from.application}', '${to.name}' runs '${to.application}'`);
  checkDeployable(from, images);
  checkDeployable(to, images);
  const place = from.deploy?.writesTo;
  if (place !== undefined && place === to.deploy?.writesTo)
    throw misfit(
      'both environments have their pointer in one folder, and so one history',
      `key: '${from.name}/current.json' and key: '${to.name}/current.json'`,
    );
  if (from.alias === to.alias) throw misfit(`both environments are the alias '${from.alias}'`);
}
