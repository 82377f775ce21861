import { optional, required, type Values, type Variable } from '../environment';
import { labelName } from '../kubernetes/names';
import { decimal, oneOf, whole } from '../parse';
import { type Workload, workload } from '../workload/workload';
import { type Baseline, baseline } from './baseline';
import { type DeclaredLimits, declaredLimits } from './declared-limits';

/**
 * The env variables of check-pods.
 *
 * @internal
 */
export const contract: {
  readonly namespace: Variable<string>;
  readonly workload: Variable<Workload>;
  readonly deadline: Variable<number>;
  readonly phase: Variable<'before' | 'after'>;
  readonly baseline: Variable<Baseline | undefined>;
  readonly minSamples: Variable<number>;
  readonly interval: Variable<number>;
  readonly memoryHeadroom: Variable<number>;
  readonly cpuHeadroom: Variable<number>;
  readonly cpu: Variable<'warn' | 'fail'>;
  readonly limits: Variable<DeclaredLimits | undefined>;
  readonly container: Variable<string | undefined>;
} = {
  namespace: required('NAMESPACE', labelName),
  workload: required('WORKLOAD', workload),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  phase: required('PHASE', oneOf(['before', 'after'])),
  baseline: optional('BASELINE', baseline, undefined),
  minSamples: optional('MIN_SAMPLES', whole('samples', 3, 1000), 3),
  interval: optional('SAMPLE_SECONDS', decimal('seconds', 0.01, 3600), 15),
  memoryHeadroom: optional('MEMORY_HEADROOM_PERCENT', decimal('percent', 0, 99), 0),
  cpuHeadroom: optional('CPU_HEADROOM_PERCENT', decimal('percent', 0, 99), 0),
  cpu: optional('CPU', oneOf(['warn', 'fail']), 'warn'),
  limits: optional('LIMITS', declaredLimits, undefined),
  container: optional('CONTAINER', labelName, undefined),
};

/** @internal */
export type Contract = Values<typeof contract>;

/** What no variable shows alone. @internal */
export function contradictions({ phase, baseline, minSamples, interval, deadline }: Contract): readonly string[] {
  const wrong: [boolean, string][] = [
    [
      phase === 'after' && baseline === undefined,
      'BASELINE is not set, and without it no restart can be told from an old one',
    ],
    [phase === 'before' && baseline !== undefined, 'BASELINE is set, but PHASE is before'],
    [
      (minSamples - 1) * interval >= deadline,
      'DEADLINE_SECONDS: there is no time for MIN_SAMPLES at every SAMPLE_SECONDS',
    ],
  ];
  return wrong.filter(([is]) => is).map(([, text]) => text);
}
