import type { CheckCall } from '../core/builder/add-checks';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { checkName } from '../core/names';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { contract } from '../programs/check-pods/contract';
import type { Check, CheckContext } from './check';
import { checkVariable } from './check-read';
import { workloadOf, workloadText } from './workload';
import { podAccess } from './workload-access';

/** @public */
export interface PodsCheckOptions {
  /** Percent of a container's memory limit that must stay free. @default 0: it must stay below its limit */
  readonly memoryHeadroom?: number | undefined;
  /** Percent of a container's CPU limit that must stay free. @default 0 */
  readonly cpuHeadroom?: number | undefined;
  /** What too much CPU is: reported, or a `fail`. @default 'warn' */
  readonly cpu?: 'warn' | 'fail' | undefined;
  /** How often each pod is measured, at least 3. @default 3 */
  readonly minSamples?: number | undefined;
  /** Time between two measurements, in whole seconds; metrics-server measures every 15 seconds. @default 15 seconds */
  readonly interval?: TimeSpan | undefined;
  /** Time for pods to become ready and for all measurements, in whole seconds. @default 5 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** @default 'check-pods' */
  readonly name?: string | undefined;
}

/** @internal */
export function podsCheck(options: PodsCheckOptions = {}): Check {
  const known = ['memoryHeadroom', 'cpuHeadroom', 'cpu', 'minSamples', 'interval', 'deadline', 'name'];
  checkProps(options, known, 'Check.pods');
  const name = checkName(options.name ?? 'check-pods', 'a check');
  const seconds = options.deadline === undefined ? 300 : secondsOf(options.deadline, 'the deadline of Check.pods');
  const env = envOf(options, seconds);
  const again = `${name}-again`;
  return Object.freeze({
    name,
    call: (where: CheckContext) => call(name, where, { ...env, PHASE: 'before' }, seconds),
    again: (where: CheckContext) => ({
      ...call(again, where, { ...env, PHASE: 'after' }, seconds),
      reads: { baseline: { gate: name, output: 'baseline' } },
    }),
  });
}

/** What the first look hands to the second. */
const baseline = text({ pattern: /[A-Za-z0-9:,/=.-]+/ });

function call(
  name: string,
  { environment, programImage }: CheckContext,
  env: { readonly [name: string]: string },
  seconds: number,
): CheckCall {
  const { namespace } = environment;
  const workload = workloadOf(environment, 'Check.pods');
  const common = {
    image: programImage,
    access: [
      ...podAccess(workload, namespace),
      { apiGroup: 'metrics.k8s.io', resources: ['pods'], verbs: ['list'], namespace },
    ],
    timeout: programTimeout(seconds),
  };
  const program = { name: 'check-pods', text: programText('check-pods') };
  const all = {
    NAMESPACE: namespace,
    WORKLOAD: workloadText(workload),
    ...(workload.limits === undefined ? {} : { LIMITS: JSON.stringify(workload.limits) }),
    ...(workload.limits === undefined || workload.container === undefined ? {} : { CONTAINER: workload.container }),
    ...env,
  };
  const unit =
    env.PHASE === 'before'
      ? programTask(name, program, { ...common, outputs: { verdict: verdict(), reason: text(), baseline }, env: all })
      : programTask(name, program, {
          ...common,
          inputs: { baseline },
          outputs: { verdict: verdict(), reason: text() },
          env: ({ inputs }) => ({ ...all, BASELINE: inputs.baseline }),
        });
  return { name, unit, inputs: {} };
}

function envOf(options: PodsCheckOptions, seconds: number): { readonly [name: string]: string } {
  const { memoryHeadroom, cpuHeadroom, minSamples = 3, cpu, interval } = options;
  const every = interval === undefined ? 15 : secondsOf(interval, 'the interval of Check.pods');
  if ((minSamples - 1) * every >= seconds)
    throw unusable(`Check.pods measures ${minSamples} times every ${every} s, but has only ${seconds} s for it`);
  const given = [
    [contract.deadline, 'deadline', seconds],
    [contract.minSamples, 'minSamples', minSamples],
    [contract.interval, 'interval', every],
    [contract.memoryHeadroom, 'memoryHeadroom', memoryHeadroom],
    [contract.cpuHeadroom, 'cpuHeadroom', cpuHeadroom],
    [contract.cpu, 'cpu', cpu],
  ] as const;
  const env: Record<string, string> = {};
  for (const [variable, option, value] of given) {
    if (value === undefined) continue;
    if (typeof value !== 'number' && option !== 'cpu') throw unusable(`the ${option} of Check.pods is ${show(value)}`);
    checkVariable('MLP3006', `the ${option} of Check.pods`, variable, String(value));
    env[variable.name] = String(value);
  }
  return env;
}

function unusable(message: string): PipelineError {
  return new PipelineError({
    code: 'MLP3006',
    message,
    expected: 'a check such as Check.pods({ memoryHeadroom: 20 })',
  });
}
