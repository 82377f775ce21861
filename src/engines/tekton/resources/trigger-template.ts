import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TriggerTemplateSpec } from '../../../schemas/triggers/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonTriggerTemplateProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TriggerTemplateSpec;
}

/**
 * A `TriggerTemplate` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/triggers/triggertemplates/
 * @public
 */
export class TektonTriggerTemplate extends ApiObject {
  readonly spec: TriggerTemplateSpec;

  constructor(scope: Construct, id: string, props: TektonTriggerTemplateProps) {
    super(scope, id, { apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'TriggerTemplate', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
