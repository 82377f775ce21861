import type { Construct } from 'constructs';
import { hold } from '../core/builder/add-match';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { equals, not } from '../core/condition';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { deciding, withExit } from '../core/exit';
import { oneOf } from '../core/parameter/one-of';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { programTask, programTimeout } from '../core/program-task';
import type { Ref } from '../core/ref';
import type { Produced, Scope } from '../core/scope';
import type { Unit } from '../core/unit';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import { type Outcome, outcomes } from '../programs/release/outcome';
import { type Arm, arms as decisions } from '../programs/release/step-outputs';
import { candidateInputs } from './candidate';
import { emitOperations } from './operations';
import type { Promotion } from './promotion';
import { emitRecords } from './release-record';
import { releaseTask } from './release-task';
import type { Schedule } from './schedule';
import { exitSettle } from './settle-task';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface PromoteOrRevertProps extends PipelineOptions {
  readonly engine: EngineTarget;
  readonly promotion: Promotion;
  /** How often what a dead run left open is finished, and aliases are set again. @default - every quarter of an hour */
  readonly settle?: Schedule | undefined;
}

/** What it takes: the release record knows the rest. @public */
export interface PromoteOrRevertInputs {
  readonly modelVersion: string;
}

/**
 * Acts on what the gate recorded of a candidate: promotes it, brings the last approved version back, or holds it.
 *
 * Only a promotion ends green. It reads record and verdict itself, whatever comes before it, so started by hand it does
 * the same; without a recorded pass nothing is promoted. Beside it, in templates of their own: `<id>-settle`, which a
 * schedule starts too, `<id>-undo`, which takes back what was promoted, `<id>-override`, `<id>-release-hold` and
 * `<id>-retry-gate`.
 *
 * @throws PipelineError MLP3022 without a promotion; NotPortableError on Tekton for one that asks a person.
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-templates/
 * @example
 * ```ts
 * const decision = new PromoteOrRevert(chart, 'promote-or-revert', { engine: argo('4.0'), promotion });
 * ```
 * @public
 */
export class PromoteOrRevert extends UnitConstruct<PromoteOrRevertInputs, {}> {
  readonly promotion: Promotion;

  constructor(scope: Construct, id: string, props: PromoteOrRevertProps) {
    super(scope, id, props.engine, describe(props.promotion), (at) => decisionOf(id, props, at));
    this.promotion = props.promotion;
    emitRecords(this, props.promotion);
    emitOperations(this, id, props);
  }
}

function describe(promotion: Promotion): string {
  const { from, to, evidence } = promotion ?? {};
  if (evidence === 'promoted')
    return `Asks a person whether what runs as ${from.name} goes to ${to?.name}. Green only if it is live there.`;
  const passed = to === undefined ? `approved in ${from?.name}` : `on to ${to.name}`;
  return `By the recorded verdict: ${passed}, back to the last good version, or held. Green only if promoted.`;
}

function decisionOf(id: string, props: PromoteOrRevertProps, at: string): Unit<PromoteOrRevertInputs, {}> {
  checkProps(props, ['engine', 'promotion', 'settle', 'deadline', 'queue'], `PromoteOrRevert '${id}'`, at);
  const { engine, deadline, queue } = props;
  const promotion = checkPromotion(props.promotion, `PromoteOrRevert '${id}'`, at);
  const { programImage } = engine;
  const read = releaseTask(promotion, 'read-decision', {
    programImage,
    account: 'release',
    // It takes no lock.
    lockWaitSeconds: 0,
    inputs: version,
    outputs: { decision: oneOf(decisions) },
    env: ({ modelVersion }) => ({ MODEL_VERSION: modelVersion }),
  });
  const decided = pipeline(
    id,
    version,
    (p, { modelVersion }) => {
      const { decision } = p.step(read, { modelVersion }).outputs;
      const act = (p: Scope, arm: Arm) => p.step(actTask(promotion, arm, programImage), { modelVersion });
      const arms = {
        promote: (p: Scope) => (promotion.approval === undefined ? act(p, 'promote') : approved(p, promotion, act)),
        revert: (p: Scope) => act(p, 'revert'),
        hold: (p: Scope) => act(p, 'hold'),
      };
      const { outcome } = p.match(decision, arms, { name: 'act' }).outputs;
      // Only one end is green.
      p.when(not(equals(outcome, 'promoted')), (p) => p.step(closeTask(programImage), { outcome }), { name: 'close' });
    },
    { deadline, queue },
  );
  return withExit(deciding(decided), exitSettle(promotion, programImage));
}

const version = { modelVersion: candidateInputs.modelVersion };

/** Each arm is a step of its own, so that the run shows which way it went; the record can still say no. */
function actTask(promotion: Promotion, arm: Arm, programImage: Image | undefined) {
  return releaseTask(promotion, 'decide', {
    // Not just the arm's word: the unit itself may be called that.
    name: `${arm}-candidate`,
    programImage,
    account: 'release',
    inputs: version,
    outputs: { outcome: oneOf(endWords) },
    env: ({ modelVersion }) => ({ ARM: arm, MODEL_VERSION: modelVersion }),
  });
}

type EndWord = Outcome | 'error';
const endWords: readonly EndWord[] = [...(Object.keys(outcomes) as Outcome[]), 'error'];

/** Ends the run red with the outcome's word. */
function closeTask(programImage: Image | undefined) {
  return programTask(
    'not-promoted',
    { name: 'hold', text: programText('hold') },
    {
      image: programImage,
      inputs: { outcome: oneOf(endWords) },
      env: ({ inputs }) => ({ OUTCOME: inputs.outcome, REASON: 'the record and the step before say why' }),
      timeout: programTimeout(300),
    },
  );
}

/** No lock is held while a person thinks, so all is asked again afterwards. */
function approved(
  p: Scope,
  { approval, from, to }: Promotion,
  act: (p: Scope, arm: Arm) => { readonly outputs: { readonly outcome: Ref<EndWord> } },
): Produced & { readonly outputs: { readonly outcome: Ref<EndWord> } } {
  const { expires, message = `promote ${from.application} from ${from.name} to ${to?.name}?` } = approval ?? {};
  const { decision } = p.approval({ expires: expires as NonNullable<typeof expires>, message }).outputs;
  return p.match(decision, {
    approve: (p) => act(p, 'promote'),
    refuse: hold('refused'),
    expired: hold('expired'),
  });
}

/** For plain JavaScript. Throws MLP3022. @internal */
export function checkPromotion(promotion: Promotion, what: string, at: string): Promotion {
  if (typeof promotion === 'object' && promotion !== null && 'lockWaitSeconds' in promotion) return promotion;
  throw new PipelineError({
    code: 'MLP3022',
    message: `the promotion of ${what} is ${show(promotion)}`,
    expected: 'Promotion.of({ from: staging, to: production, registry, images }), or Promotion.within(production)',
    actual: promotion,
    at,
  });
}
