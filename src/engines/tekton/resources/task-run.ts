import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TaskRunSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonTaskRunProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TaskRunSpec;
}

/**
 * A `TaskRun` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/taskruns/
 * @public
 */
export class TektonTaskRun extends ApiObject {
  readonly spec: TaskRunSpec;

  constructor(scope: Construct, id: string, props: TektonTaskRunProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
