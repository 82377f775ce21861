import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServingRuntimeSpec } from '../../../schemas/kserve/types';
import { checkServingRuntime } from '../admission/check';

/** @public */
export interface KServeServingRuntimeProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ServingRuntimeSpec;
}

/**
 * A `ServingRuntime` in KServe's own words, with its types.
 *
 * @throws PipelineError MLP2201 for what KServe's webhook would refuse, in its own words.
 * @see https://kserve.github.io/website/docs/concepts/resources/servingruntime
 * @public
 */
export class KServeServingRuntime extends ApiObject {
  readonly spec: ServingRuntimeSpec;

  constructor(scope: Construct, id: string, props: KServeServingRuntimeProps) {
    super(scope, id, { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'ServingRuntime', ...props });
    this.spec = props.spec;
    checkServingRuntime(this, props.spec);
  }
}
