import { isRecord, type JsonRecord, textAt, valueAt } from '../json-value';
import { quantity } from '../kubernetes/quantity';

/** What a container used at its most, and how often its pod was measured. @internal */
export interface ContainerUsage {
  readonly pod: string;
  readonly container: string;
  samples: number;
  /** Bytes. */
  memory: number;
  /** Cores. */
  cpu: number;
}

/** The measurements of a check. @internal */
export interface Usage {
  /** Takes in what metrics.k8s.io says now. */
  note(metrics: readonly JsonRecord[]): void;
  /** The containers of a pod that are measured; one that never was has no samples. */
  of(pod: JsonRecord): readonly ContainerUsage[];
}

/**
 * Counts a measurement only once, however often it is read: metrics-server measures every 15 seconds or more rarely. One that
 * lacks a container, or has something else than a number, is none.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server
 * @internal
 */
export function usage(containers: readonly string[]): Usage {
  const seen = new Map<string, ContainerUsage>();
  const last = new Map<string, number>();
  const entry = (pod: string, container: string): ContainerUsage => {
    const key = `${pod}/${container}`;
    const known = seen.get(key) ?? { pod, container, samples: 0, memory: 0, cpu: 0 };
    seen.set(key, known);
    return known;
  };
  return {
    note(metrics) {
      for (const measured of metrics) {
        const pod = textAt(measured, 'metadata', 'name');
        const at = Date.parse(String(measured.timestamp));
        if (!(at > (last.get(pod) ?? 0))) continue;
        const all = containers.map((container) => ({ container, used: usedBy(measured, container) }));
        if (all.some(({ used }) => used === undefined)) continue;
        last.set(pod, at);
        for (const { container, used } of all) {
          if (used === undefined) continue;
          const known = entry(pod, container);
          known.samples += 1;
          known.memory = Math.max(known.memory, used.memory);
          known.cpu = Math.max(known.cpu, used.cpu);
        }
      }
    },
    of: (pod) => containers.map((container) => entry(textAt(pod, 'metadata', 'name'), container)),
  };
}

function usedBy(measured: JsonRecord, container: string): { memory: number; cpu: number } | undefined {
  const listed = Array.isArray(measured.containers) ? measured.containers : [];
  const found = listed.find((each) => isRecord(each) && each.name === container);
  const memory = quantity(valueAt(found, 'usage', 'memory'));
  const cpu = quantity(valueAt(found, 'usage', 'cpu'));
  // A program that runs uses some memory: 0 is what is said of one that was not measured yet.
  return memory === undefined || cpu === undefined || memory === 0 ? undefined : { memory, cpu };
}
