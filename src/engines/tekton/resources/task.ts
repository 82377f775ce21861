import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TaskSpec } from '../../../schemas/tekton/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface TektonTaskProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TaskSpec;
}

/**
 * A `Task` in Tekton's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://tekton.dev/docs/pipelines/tasks/
 * @public
 */
export class TektonTask extends ApiObject {
  readonly spec: TaskSpec;

  constructor(scope: Construct, id: string, props: TektonTaskProps) {
    super(scope, id, { apiVersion: 'tekton.dev/v1', kind: 'Task', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the webhook refuses longer ones');
  }
}
