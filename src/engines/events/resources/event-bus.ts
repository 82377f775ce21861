import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EventBusSpec } from '../../../schemas/events/types';
import { checkEventBus } from '../admission/check';

/** @public */
export interface ArgoEventBusProps {
  /** Sources and Sensors that name no bus take the one called `default`. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: EventBusSpec;
}

/**
 * An `EventBus` in Argo Events' own words, with its types: what carries events from sources to Sensors of a namespace.
 *
 * @throws PipelineError MLP2401 for what Argo Events would refuse, in its own words.
 * @see https://argoproj.github.io/argo-events/eventbus/eventbus/
 * @example
 * ```ts
 * new ArgoEventBus(chart, 'bus', {
 *   metadata: { name: 'default' },
 *   spec: { jetstream: { version: '2.10.29', replicas: 3 } },
 * });
 * ```
 * @public
 */
export class ArgoEventBus extends ApiObject {
  readonly spec: EventBusSpec;

  constructor(scope: Construct, id: string, props: ArgoEventBusProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'EventBus', ...props });
    this.spec = props.spec;
    checkEventBus(this, props.spec);
  }
}
