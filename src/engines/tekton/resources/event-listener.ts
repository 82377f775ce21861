import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EventListenerSpec } from '../../../schemas/triggers/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonEventListenerProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: EventListenerSpec;
}

/**
 * An `EventListener` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 60 characters.
 * @see https://tekton.dev/docs/triggers/eventlisteners/
 * @public
 */
export class TektonEventListener extends ApiObject {
  readonly spec: EventListenerSpec;

  constructor(scope: Construct, id: string, props: TektonEventListenerProps) {
    super(scope, id, { apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'EventListener', ...props });
    this.spec = props.spec;
    checkNameLength(this, 60, 'its Service is called after it');
  }
}
