import { type JsonRecord, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';

/** How a run or a job stands, whichever engine has it. @internal */
export interface RunState {
  readonly name: string;
  readonly state: 'succeeded' | 'failed' | 'running';
  /** In the words of its controller. */
  readonly said: string;
  readonly started: string;
  /** Absent while it runs. */
  readonly seconds?: number | undefined;
}

/** @internal */
export function runStateOf(object: JsonRecord): RunState {
  const text = (...keys: readonly string[]): string | undefined => {
    const found = valueAt(object, ...keys);
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  const phase = text('status', 'phase');
  const { status, reason } = conditionOf(object, 'Succeeded');
  const begun = text('status', 'startTime') ?? text('status', 'startedAt') ?? text('metadata', 'creationTimestamp');
  const ended = text('status', 'completionTime') ?? text('status', 'finishedAt');
  const state = phase === undefined ? byCondition(status) : byPhase(phase);
  const seconds = (Date.parse(ended ?? '') - Date.parse(begun ?? '')) / 1000;
  return {
    name: text('metadata', 'name') ?? '',
    state,
    said: phase ?? (reason === '' ? 'not looked at yet' : reason),
    started: begun ?? '',
    ...(state !== 'running' && Number.isFinite(seconds) ? { seconds: Math.max(0, Math.round(seconds)) } : {}),
  };
}

function byCondition(status: string): RunState['state'] {
  return status === 'True' ? 'succeeded' : status === 'False' ? 'failed' : 'running';
}

function byPhase(phase: string): RunState['state'] {
  if (phase === 'Succeeded') return 'succeeded';
  return ['Failed', 'Error'].includes(phase) ? 'failed' : 'running';
}
