import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TriggerBindingSpec } from '../../../schemas/triggers/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonTriggerBindingProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TriggerBindingSpec;
}

/**
 * A `TriggerBinding` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/triggers/triggerbindings/
 * @public
 */
export class TektonTriggerBinding extends ApiObject {
  readonly spec: TriggerBindingSpec;

  constructor(scope: Construct, id: string, props: TektonTriggerBindingProps) {
    super(scope, id, { apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'TriggerBinding', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
