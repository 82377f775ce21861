import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WorkflowSpec } from '../../../schemas/argo/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface ArgoClusterWorkflowTemplateProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WorkflowSpec;
}

/**
 * A `ClusterWorkflowTemplate` in Argo's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 57 characters.
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/
 * @public
 */
export class ArgoClusterWorkflowTemplate extends ApiObject {
  readonly spec: WorkflowSpec;

  constructor(scope: Construct, id: string, props: ArgoClusterWorkflowTemplateProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'ClusterWorkflowTemplate', ...props });
    this.spec = props.spec;
    checkNameLength(this, 57, 'runs are named after it with six characters more');
  }
}
