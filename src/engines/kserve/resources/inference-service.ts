import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { InferenceServiceSpec } from '../../../schemas/kserve/types';
import { checkInferenceService } from '../admission/check';

/** @public */
export interface KServeInferenceServiceProps {
  /** With the annotation `serving.kserve.io/deploymentMode`. */
  readonly metadata: ApiObjectMetadata;
  readonly spec: InferenceServiceSpec;
}

/**
 * An `InferenceService` in KServe's own words, with its types: for what `InferenceService` has no word for.
 *
 * @throws PipelineError MLP2201 for what KServe's webhook would refuse, in its own words; MLP2202 for what it takes and ignores
 * or rewrites: a missing deployment mode, a framework's own key instead of `model`, a share of traffic outside Knative mode,
 * an address that ends in `latest`.
 * @see https://kserve.github.io/website/docs/reference/crd-api
 * @public
 */
export class KServeInferenceService extends ApiObject {
  readonly spec: InferenceServiceSpec;

  constructor(scope: Construct, id: string, props: KServeInferenceServiceProps) {
    super(scope, id, { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', ...props });
    this.spec = props.spec;
    checkInferenceService(this, props.metadata, props.spec);
  }
}
