import type { CheckCall } from '../core/builder/add-checks';
import { PipelineError } from '../core/error';
import type { Param } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import type { Input } from '../core/ref';
import { programText } from '../programs/bundle';
import type { CheckContext } from './check';
import { expectedVersion } from './expected-version';
import { gitOpsAccess, gitOpsEnv, proofEnv } from './rollout-settings';
import { provesDeployed } from './version-proof';
import { workloadOf, workloadText } from './workload';
import { podAccess } from './workload-access';

/** The first check of a gate: exactly the expected version runs, and nothing else. @internal */
export function rolloutCheck(where: CheckContext): CheckCall {
  return call('wait-rollout', where, 'wait', where.environment.rolloutSeconds);
}

/** The last check of a gate: commit and version are still those that were checked. @internal */
export function rolloutCheckAgain(where: CheckContext): CheckCall {
  return call('prove-again', where, 'again', 120);
}

function call(name: string, where: CheckContext, step: 'wait' | 'again', seconds: number): CheckCall {
  const { environment, programImage } = where;
  const { namespace, gitOps } = environment;
  const workload = workloadOf(environment, 'a gate that waits for a roll-out');
  const taken = takenBy(where);
  const byCommit = taken.some(({ input }) => input === 'commit') ? gitOps : undefined;
  const env = {
    STEP: step,
    NAMESPACE: namespace,
    WORKLOAD: workloadText(workload),
    DEADLINE_SECONDS: String(seconds),
    ...gitOpsEnv(byCommit),
    ...proofEnv(environment),
  };
  const unit = programTask(
    name,
    { name: 'wait-rollout', text: programText('wait-rollout') },
    {
      image: programImage,
      inputs: Object.fromEntries(taken.map(({ input, type }) => [input, type])),
      outputs: { verdict: verdict(), reason: text() },
      env: ({ inputs }) => ({
        ...env,
        ...Object.fromEntries(taken.map(({ input, variable }) => [variable, inputs[input] ?? ''])),
      }),
      access: [...podAccess(workload, namespace), ...gitOpsAccess(byCommit)],
      timeout: programTimeout(seconds),
    },
  );
  return { name, unit, inputs: Object.fromEntries(taken.map(({ input, value }) => [input, value])) };
}

interface Taken {
  readonly input: string;
  readonly variable: string;
  readonly value: Input<string>;
  readonly type: Param<string>;
}

/** What is known only when the pipeline runs. */
function takenBy(where: CheckContext): readonly Taken[] {
  const { environment, deployed, commit } = where;
  const { proof, gitOps, name } = environment;
  const byDeployed = provesDeployed(proof);
  if (byDeployed && deployed === undefined) {
    const what = proof.pods?.model === undefined ? 'an image' : "a model's address";
    throw new PipelineError({
      code: 'MLP3020',
      message: `environment '${name}' proves its version by ${what}, which a gate that does not deploy does not know`,
      fix: 'VersionProof.pods({ label: … }), or VersionProof.http({ … })',
    });
  }
  const version = byDeployed ? undefined : expectedVersion(where);
  const identifier = text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ });
  const all = [
    {
      input: 'version',
      variable: 'EXPECTED_VERSION',
      value: version?.value,
      type: version?.type ?? identifier,
    },
    { input: 'deployed', variable: 'DEPLOYED', value: deployed, type: identifier },
    {
      input: 'commit',
      variable: 'COMMIT',
      value: gitOps === undefined ? undefined : commit,
      type: text({ pattern: /[0-9a-f]{40,64}/ }),
    },
  ];
  return all.flatMap(({ value, ...each }) => (value === undefined ? [] : [{ ...each, value }]));
}
