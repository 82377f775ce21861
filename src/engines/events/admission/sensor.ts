import type { SensorSpec } from '../../../schemas/events/types';
import { dependencyRefusals } from './dependencies';
import type { Refusals } from './refusals';
import { triggersRefusals } from './triggers';

/**
 * What Argo Events would say to a Sensor, as far as its bus is not needed to tell.
 *
 * @see https://github.com/argoproj/argo-events/blob/v1.9.11/pkg/reconciler/sensor/validate.go
 * @internal
 */
export function* sensorRefusals({ dependencies, triggers }: SensorSpec): Refusals {
  yield* dependencyRefusals(dependencies);
  yield* triggersRefusals(triggers);
}
