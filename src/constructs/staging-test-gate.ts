import type { Construct } from 'constructs';
import { addChecks, type CheckCall } from '../core/builder/add-checks';
import { hold } from '../core/builder/add-match';
import { builderOf } from '../core/builder/scope-of';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { withExit } from '../core/exit';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { asRef, type Input, type Ref } from '../core/ref';
import type { Scope } from '../core/scope';
import type { Unit } from '../core/unit';
import { type Verdict, verdicts } from '../core/verdict';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { type Candidate, candidateInputs } from './candidate';
import type { Check, CheckContext } from './check';
import { checkPromotion } from './promote-or-revert';
import type { Promotion } from './promotion';
import { releaseTask } from './release-task';
import { rolloutCheck, rolloutCheckAgain } from './rollout-check';
import { exitSettle } from './settle-task';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface StagingTestGateProps extends PipelineOptions {
  readonly engine: EngineTarget;
  /** Where candidates are tested is where it comes from. */
  readonly promotion: Promotion;
  /** What is checked, in this order; the first that does not pass is the last. At least one. */
  readonly checks: readonly [Check, ...Check[]];
}

/** @public */
export interface GateResult {
  readonly verdict: Verdict;
  /** Why, in one line. */
  readonly reason: string;
}

/** What a gate takes; by hand the version and the digest are enough. @public */
export type GateInputs = Pick<Candidate, 'modelVersion' | 'digest'> & Partial<Candidate>;

/**
 * Deploys a candidate, tests it where it runs, and records `pass`, `fail`, `error` or `inconclusive`.
 *
 * It takes the lock of the environment, writes the candidate into the release record, deploys it, waits until exactly that
 * version runs, checks it, looks whether it still is that version, and writes the verdict down: once. A version that has
 * a verdict is not measured again; one that was rejected, is held, or is older than the newest ends the run red.
 *
 * Started alone it ends green only on `pass`, and what did not pass is taken back; as a step it hands on the verdict.
 *
 * @throws PipelineError MLP3007 without checks, or with two of one name; MLP3022 without a promotion that tests.
 * @example
 * ```ts
 * const check = Check.http({ path: '/health', expect: { status: 200 } });
 * new StagingTestGate(chart, 'test-staging', { engine: argo('4.0'), promotion, checks: [check] });
 * ```
 * @public
 */
export class StagingTestGate extends UnitConstruct<GateInputs, GateResult> {
  readonly promotion: Promotion;

  constructor(scope: Construct, id: string, props: StagingTestGateProps) {
    super(scope, id, props.engine, describe(props.promotion), (at) => gateOf(id, props, at));
    this.promotion = props.promotion;
  }
}

const describe = (promotion: Promotion): string =>
  `Deploys a candidate to ${promotion?.from?.name}, tests it there and records the verdict. Alone, what does not pass is taken back.`;

function gateOf(id: string, props: StagingTestGateProps, at: string): Unit<GateInputs, GateResult> {
  checkProps(props, ['engine', 'promotion', 'checks', 'deadline', 'queue'], `StagingTestGate '${id}'`, at);
  const { engine, checks = [], deadline, queue } = props;
  const promotion = checkPromotion(props.promotion, `StagingTestGate '${id}'`, at);
  checkTests(promotion, id, at);
  checkChecks(checks, id, at);
  const { programImage } = engine;
  const begin = beginTask(promotion, programImage);
  const record = recordTask(promotion, programImage);
  const gate = pipeline(
    id,
    candidateInputs,
    (p, candidate) => {
      const { next, deployed, commit } = p.step(begin, candidate).outputs;
      const writeDown = (p: Scope, verdict: Input<Verdict>, reason: Input<string>) =>
        p.step(record, { ...candidate, verdict, reason }).outputs;
      const { modelVersion, runId } = candidate;
      const arms = {
        measure: (p: Scope) => {
          const environment = promotion.from;
          const byCommit = environment.deploy?.mode === 'git' ? { commit } : {};
          const byWorkload = environment.deploy?.followedByPods === true ? {} : { deployed };
          const context = { environment, modelVersion, runId, ...byWorkload, ...byCommit, programImage };
          const { verdict, reason } = addChecks(builderOf(p), 'checks', callsOf(checks, context));
          return writeDown(p, asRef<Verdict>(verdict), asRef<string>(reason));
        },
        // The recorded one stands, whatever is written now.
        decide: (p: Scope) => writeDown(p, 'error', 'it has a verdict already'),
        end: hold('refused'),
      };
      return p.match(next, arms, { name: 'test' }).outputs;
    },
    { deadline, queue },
  );
  return withExit(gate, exitSettle(promotion, programImage)) as Unit<GateInputs, GateResult>;
}

/** Takes the environment: lock, record, push. */
function beginTask(promotion: Promotion, programImage: Image | undefined) {
  return releaseTask(promotion, 'begin-gate', {
    programImage,
    account: 'release',
    inputs: candidateInputs,
    outputs: {
      next: oneOf(['measure', 'decide', 'end']),
      deployed: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/, default: 'none' }),
      commit: text({ pattern: /[A-Za-z0-9._:/@+=,-]*/, default: '' }),
    },
    env: candidateEnv,
  });
}

/** Writes the verdict down, by the account that can't deploy. */
function recordTask(promotion: Promotion, programImage: Image | undefined) {
  return releaseTask(promotion, 'record-verdict', {
    programImage,
    inputs: { ...candidateInputs, verdict: oneOf(verdicts), reason: text() },
    outputs: { verdict: verdict(), reason: text() },
    env: (inputs) => ({ ...candidateEnv(inputs), VERDICT: inputs.verdict, REASON: inputs.reason }),
  });
}

const candidateEnv = ({
  modelVersion,
  digest,
  runId,
  commit,
  uri,
}: {
  readonly [K in keyof typeof candidateInputs]: Ref<string>;
}) => ({ MODEL_VERSION: modelVersion, DIGEST: digest, RUN_ID: runId, COMMIT: commit, URI: uri });

/**
 * The checks in their order; around them the roll-out and its proof, and last but that the second looks at what other
 * checks may have done to the pods.
 */
function callsOf(checks: readonly Check[], context: CheckContext): readonly CheckCall[] {
  const looks = checks.flatMap((check, i) => (i < checks.length - 1 && check.again ? [check.again(context)] : []));
  const calls = [...checks.map((check) => check.call(context)), ...looks];
  return [rolloutCheck(context), ...calls, rolloutCheckAgain(context)];
}

function checkTests({ evidence, from }: Promotion, id: string, at: string): void {
  if (evidence === 'pass') return;
  throw new PipelineError({
    code: 'MLP3022',
    message: `gate '${id}' would test for a promotion that takes what was promoted into '${from.name}' untested`,
    fix: "evidence: 'pass'",
    at,
  });
}

function checkChecks(checks: readonly Check[], id: string, at: string): void {
  const made = (check: unknown) => typeof check === 'object' && check !== null && 'call' in check;
  const odd = Array.isArray(checks) ? checks.find((check) => !made(check)) : checks;
  const names = odd === undefined ? checks.map(({ name }) => name) : [];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (odd === undefined && names.length > 0 && twice === undefined) return;
  const message =
    odd !== undefined
      ? `gate '${id}' checks ${show(odd)}`
      : twice === undefined
        ? `gate '${id}' checks nothing`
        : `gate '${id}' has two checks called '${twice}'`;
  throw new PipelineError({
    code: 'MLP3007',
    message,
    expected: 'at least one check, with different names',
    fix: twice === undefined ? 'checks: [Check.http({ … })]' : 'give one of them a name of its own',
    at,
  });
}
