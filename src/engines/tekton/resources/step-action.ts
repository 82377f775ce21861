import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { StepActionSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonStepActionProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: StepActionSpec;
}

/**
 * A `StepAction` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/stepactions/
 * @public
 */
export class TektonStepAction extends ApiObject {
  readonly spec: StepActionSpec;

  constructor(scope: Construct, id: string, props: TektonStepActionProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1beta1', kind: 'StepAction', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
