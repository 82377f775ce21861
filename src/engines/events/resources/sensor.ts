import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { SensorSpec } from '../../../schemas/events/types';
import { checkSensor } from '../admission/check';

/** @public */
export interface ArgoSensorProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: SensorSpec;
}

/**
 * A `Sensor` in Argo Events' own words, with its types: for triggers that `EventTrigger` has no word for.
 *
 * @throws PipelineError MLP2401 for what Argo Events would refuse, in its own words; MLP2402 for what it takes and never
 * does: a dependency that there is not, a value without a parameter, a retry that nobody hears of.
 * @see https://argoproj.github.io/argo-events/concepts/sensor/
 * @public
 */
export class ArgoSensor extends ApiObject {
  readonly spec: SensorSpec;

  constructor(scope: Construct, id: string, props: ArgoSensorProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Sensor', ...props });
    this.spec = props.spec;
    checkSensor(this, props.spec);
  }
}
