export type * from '../../schemas/events/types';
export type { AwaitedEvent, EventFilters, EventValue } from '../kubernetes/awaited-event';
export type { EventEngine } from '../kubernetes/event-engine';
export type { FieldMatch, NumberMatch } from '../kubernetes/event-field';
export { ArgoEvent, type CustomEventOptions, type ExistingEventOptions } from './argo-event';
export { ArgoEventBus, type ArgoEventBusProps } from './resources/event-bus';
export { ArgoEventSource, type ArgoEventSourceProps } from './resources/event-source';
export { ArgoSensor, type ArgoSensorProps } from './resources/sensor';
export { type ArgoEventsOptions, type ArgoEventsTarget, type ArgoEventsVersion, argoEvents } from './target';
