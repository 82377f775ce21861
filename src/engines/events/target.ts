import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { checkObjectName } from '../../core/container/volume';
import { PipelineError } from '../../core/error';
import { type EventEngine, eventEmitter } from '../kubernetes/event-engine';
import { argoEventsEmitter } from './emitter';

/** @public */
export type ArgoEventsVersion = '1.9';

/**
 * The Argo Events that starts units of Argo Workflows.
 *
 * @public
 */
export interface ArgoEventsTarget extends EventEngine {
  readonly engine: 'argo-events';
  readonly starts: 'argo';
  readonly version: ArgoEventsVersion;
  /** The EventBus of the namespace. */
  readonly bus: string;
}

/** @public */
export interface ArgoEventsOptions {
  /** The EventBus that carries the events, in the namespace of what is started. @default 'default' */
  readonly bus?: string | undefined;
}

/**
 * Argo Events as what waits for events: `'1.9'` means 1.9.11 or later. What is emitted is judged by the validators of 1.9.11.
 *
 * @throws PipelineError MLP2403 for another version.
 * @see https://argoproj.github.io/argo-events/
 * @example
 * ```ts
 * const events = argoEvents('1.9');
 * ```
 * @public
 */
export function argoEvents(version: ArgoEventsVersion, options: ArgoEventsOptions = {}): ArgoEventsTarget {
  checkProps(options, ['bus'], 'the target argoEvents');
  const { bus = 'default' } = options;
  if (version === '1.9') {
    checkObjectName(bus, 'EventBus');
    return Object.freeze({ engine: 'argo-events', starts: 'argo', version, bus, [eventEmitter]: argoEventsEmitter });
  }
  throw new PipelineError({
    code: 'MLP2403',
    message: `there is no target argoEvents(${show(version)})`,
    expected: "argoEvents('1.9')",
    actual: version,
  });
}
