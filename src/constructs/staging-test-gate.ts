import type { Construct } from 'constructs';
import { addChecks, type CheckCall } from '../core/builder/add-checks';
import { builderOf } from '../core/builder/scope-of';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { text } from '../core/parameter/text';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { asRef } from '../core/ref';
import type { Unit } from '../core/unit';
import type { Verdict } from '../core/verdict';
import type { ArgoTarget } from '../engines/argo/target';
import type { Candidate } from './candidate';
import type { Check, CheckContext } from './check';
import type { Environment } from './environment';
import { rolloutCheck, rolloutCheckAgain } from './rollout-check';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface StagingTestGateProps extends PipelineOptions {
  readonly engine: ArgoTarget;
  /** Where the candidate runs. */
  readonly environment: Environment;
  /** What is checked, in this order; the first that does not pass is the last. At least one. */
  readonly checks: readonly [Check, ...Check[]];
}

/** @public */
export interface GateResult {
  readonly verdict: Verdict;
  /** Why, in one line. */
  readonly reason: string;
}

/**
 * Tests a candidate where it runs, and says `pass`, `fail`, `error` or `inconclusive`.
 *
 * Started alone it ends green only on `pass`; as a step it always hands on a verdict, which the pipeline around it must
 * look at. It does not deploy: it waits until the candidate's version answers. In an environment that says what runs it
 * (`workload`) the roll-out is the first check, and the last one proves that nothing else was deployed meanwhile.
 *
 * @throws PipelineError MLP3007 without checks, or with two of one name.
 * @example
 * ```ts
 * const check = Check.http({ path: '/health', expect: { status: 200 } });
 * new StagingTestGate(chart, 'test-staging', { engine: argo('4.0'), environment: staging, checks: [check] });
 * ```
 * @public
 */
export class StagingTestGate extends UnitConstruct<Pick<Candidate, 'modelVersion'>, GateResult> {
  readonly environment: Environment;

  constructor(scope: Construct, id: string, props: StagingTestGateProps) {
    super(scope, id, props.engine, (at) => gateOf(id, props, at));
    this.environment = props.environment;
  }
}

function gateOf(
  id: string,
  props: StagingTestGateProps,
  at: string,
): Unit<Pick<Candidate, 'modelVersion'>, GateResult> {
  checkProps(props, ['engine', 'environment', 'checks', 'deadline', 'queue'], `StagingTestGate '${id}'`, at);
  const { engine, environment, checks = [], deadline, queue } = props;
  checkNouns(props, id, at);
  const names = checks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 0 || twice !== undefined) {
    throw new PipelineError({
      code: 'MLP3007',
      message: twice === undefined ? `gate '${id}' checks nothing` : `gate '${id}' has two checks called '${twice}'`,
      expected: 'at least one check, with different names',
      fix: twice === undefined ? 'checks: [Check.http({ … })]' : 'give one of them a name of its own',
      at,
    });
  }
  return pipeline(
    id,
    { modelVersion: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/, doc: 'version of the model to test' }) },
    (p, { modelVersion }) => {
      const context = { environment, modelVersion, programImage: engine.programImage };
      const { verdict, reason } = addChecks(builderOf(p), 'checks', callsOf(checks, context));
      return { verdict: asRef<Verdict>(verdict), reason: asRef<string>(reason) };
    },
    { deadline, queue },
  );
}

/**
 * The checks in their order; around them, where the environment says what runs it, the roll-out before and its proof after,
 * and last but that the second looks at what other checks may have done to the pods.
 */
function callsOf(checks: readonly Check[], context: CheckContext): readonly CheckCall[] {
  const looks = checks.flatMap((check, i) => (i < checks.length - 1 && check.again ? [check.again(context)] : []));
  const calls = [...checks.map((check) => check.call(context)), ...looks];
  if (context.environment.workload === undefined) return calls;
  return [rolloutCheck(context), ...calls, rolloutCheckAgain(context)];
}

/** For plain JavaScript: an environment and checks made by hand lack what the gate asks them for. */
function checkNouns({ environment, checks = [] as never }: StagingTestGateProps, id: string, at: string): void {
  const made = (value: unknown, key: string) => typeof value === 'object' && value !== null && key in value;
  const odd = Array.isArray(checks) ? checks.find((check) => !made(check, 'call')) : checks;
  if (made(environment, 'proof') && Array.isArray(checks) && odd === undefined) return;
  const wrong = made(environment, 'proof') ? `checks ${show(odd)}` : `is for the environment ${show(environment)}`;
  throw new PipelineError({
    code: 'MLP3007',
    message: `gate '${id}' ${wrong}`,
    expected: "environment: Environment.of('staging', { … }), checks: [Check.http({ … })]",
    at,
  });
}
