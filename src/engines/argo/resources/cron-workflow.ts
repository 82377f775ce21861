import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CronWorkflowSpec } from '../../../schemas/argo/types';
import { checkNameLength } from '../../kubernetes/check-name-length';

/** @public */
export interface ArgoCronWorkflowProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CronWorkflowSpec;
}

/**
 * A `CronWorkflow` in Argo's own words, with its types: for what this library has no word for.
 *
 * @throws PipelineError MLP2002 for a name over 52 characters.
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/
 * @public
 */
export class ArgoCronWorkflow extends ApiObject {
  readonly spec: CronWorkflowSpec;

  constructor(scope: Construct, id: string, props: ArgoCronWorkflowProps) {
    super(scope, id, { apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', ...props });
    this.spec = props.spec;
    checkNameLength(this, 52, 'runs are named after it with eleven characters more');
  }
}
