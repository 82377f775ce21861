import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CustomRunSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonCustomRunProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CustomRunSpec;
}

/**
 * A `CustomRun` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/customruns/
 * @public
 */
export class TektonCustomRun extends ApiObject {
  readonly spec: CustomRunSpec;

  constructor(scope: Construct, id: string, props: TektonCustomRunProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1beta1', kind: 'CustomRun', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
