import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PipelineSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonPipelineProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: PipelineSpec;
}

/**
 * A `Pipeline` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/pipelines/
 * @public
 */
export class TektonPipeline extends ApiObject {
  readonly spec: PipelineSpec;

  constructor(scope: Construct, id: string, props: TektonPipelineProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1', kind: 'Pipeline', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
