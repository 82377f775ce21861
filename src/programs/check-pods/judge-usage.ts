import { type JsonRecord, textAt } from '../json-value';
import { limitsOf } from '../pods/limits-of';
import type { Judgement } from '../verdict';
import type { Contract } from './contract';
import type { ContainerUsage, Usage } from './usage';

/** A container at its limit, or why that can't be told. */
interface Finding {
  readonly verdict: 'fail' | 'inconclusive' | 'warning';
  readonly reason: string;
}

/** A judgement, and what is worth knowing beside it. @internal */
export interface Judged extends Judgement {
  readonly warnings: readonly string[];
}

/**
 * Compares what was used at most with what may be used, container by container. Without a limit, or without enough samples,
 * nothing is known; CPU at its limit slows a container down and does not end it, so by default it is only a warning.
 *
 * @internal
 */
export function judgeUsage(pods: readonly JsonRecord[], used: Usage, options: Contract): Judged {
  const findings = pods.flatMap((pod) => used.of(pod).flatMap((container) => findingsOf(pod, container, options)));
  const warnings = findings.filter(({ verdict }) => verdict === 'warning').map(({ reason }) => reason);
  const decisive =
    findings.find(({ verdict }) => verdict === 'fail') ?? findings.find(({ verdict }) => verdict === 'inconclusive');
  if (decisive !== undefined && decisive.verdict !== 'warning')
    return { verdict: decisive.verdict, reason: decisive.reason, warnings };
  return { verdict: 'pass', reason: 'memory and CPU are within their limits', warnings };
}

/** The pods that were not measured often enough yet. @internal */
export function unmeasured(pods: readonly JsonRecord[], used: Usage, { minSamples }: Contract): readonly string[] {
  return pods
    .filter((pod) => used.of(pod).length === 0 || used.of(pod).some(({ samples }) => samples < minSamples))
    .map((pod) => textAt(pod, 'metadata', 'name'));
}

function findingsOf(pod: JsonRecord, used: ContainerUsage, options: Contract): readonly Finding[] {
  const where = `${used.pod}/${used.container}`;
  if (used.samples < options.minSamples) {
    const reason = `${where} was measured ${used.samples} times, at least ${options.minSamples} are needed`;
    return [{ verdict: 'inconclusive', reason }];
  }
  const limits = limitsOf(pod, used.container);
  const memory = finding(`${where}: memory`, used.memory, limits.memory, options.memoryHeadroom, 'fail', mebibytes);
  const cpu = finding(`${where}: CPU`, used.cpu, limits.cpu, options.cpuHeadroom, options.cpu, millicores);
  return [memory, cpu].filter((each) => each !== undefined);
}

function finding(
  what: string,
  used: number,
  limit: number | undefined,
  headroom: number,
  severity: 'warn' | 'fail',
  shown: (value: number) => string,
): Finding | undefined {
  if (limit === undefined)
    return { verdict: severity === 'warn' ? 'warning' : 'inconclusive', reason: `${what} has no limit` };
  if (used < limit * (1 - headroom / 100)) return undefined;
  const spare = headroom === 0 ? '' : `, of which ${headroom} % must stay free`;
  const reason = `${what} was at ${shown(used)} of ${shown(limit)}${spare}`;
  return { verdict: severity === 'warn' ? 'warning' : 'fail', reason };
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
}

function millicores(cores: number): string {
  return `${Math.round(cores * 1000)} millicores`;
}
