import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EventSourceSpec } from '../../../schemas/events/types';
import { checkEventSource } from '../admission/check';

/** @public */
export interface ArgoEventSourceProps {
  /** With the annotation `cdk8s-mlops/unprotected` and a reason, where anybody may send events. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: EventSourceSpec;
}

/**
 * An `EventSource` in Argo Events' own words, with its types: for the sources that `EventFrom` has no word for.
 *
 * @throws PipelineError MLP2401 for what Argo Events would refuse, in its own words; MLP2402 for a source that takes events
 * from anybody, or that does not look whom it talks to.
 * @see https://argoproj.github.io/argo-events/concepts/event_source/
 * @public
 */
export class ArgoEventSource extends ApiObject {
  readonly spec: EventSourceSpec;

  constructor(scope: Construct, id: string, props: ArgoEventSourceProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'EventSource', ...props });
    this.spec = props.spec;
    checkEventSource(this, props.metadata, props.spec);
  }
}
