import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WorkflowSpec } from '../../../schemas/argo/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface ArgoWorkflowProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WorkflowSpec;
}

/**
 * A `Workflow` in Argo's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 63 characters.
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/
 * @public
 */
export class ArgoWorkflow extends ApiObject {
  readonly spec: WorkflowSpec;

  constructor(scope: Construct, id: string, props: ArgoWorkflowProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', ...props });
    this.spec = props.spec;
    checkNameLength(this, 63, 'the controller puts it into labels');
  }
}
