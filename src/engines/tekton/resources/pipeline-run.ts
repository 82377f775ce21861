import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PipelineRunSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonPipelineRunProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: PipelineRunSpec;
}

/**
 * A `PipelineRun` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/pipelineruns/
 * @public
 */
export class TektonPipelineRun extends ApiObject {
  readonly spec: PipelineRunSpec;

  constructor(scope: Construct, id: string, props: TektonPipelineRunProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
