import type { Rule } from '../rule';
import { eventBus } from './event-bus';
import { sensorFilter } from './sensor-filter';
import { sensorTrigger } from './sensor-trigger';
import { sourceMix } from './source-mix';
import { sourceSetting } from './source-setting';

/** What the controllers of Argo Events mind beyond single fields. @internal */
export const eventsRules: readonly Rule[] = [eventBus, sourceMix, sourceSetting, sensorFilter, sensorTrigger];
