import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { checkIdentity } from '../core/container/identity';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { managed } from '../engines/kubernetes/account';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { podSecurity } from '../engines/kubernetes/pod-security';
import type { Deployment } from '../schemas/kubernetes/types';
import { limitedResources } from './limited-resources';
import type { ModelClaim } from './model-claim';
import type { TrainingClaim } from './training-claim';
import type { Limits } from './workload';

/** @public */
export interface TroubleshootingDeploymentProps {
  /** Whose platform it is on. */
  readonly engine: EngineTarget;
  /** Claims to look into, each mounted at its folder. */
  readonly claims: readonly [ModelClaim | TrainingClaim, ...(ModelClaim | TrainingClaim)[]];
  /** With a shell, and what people need to look at a model. */
  readonly image: Image;
  /** Why it may change what is on the claims, such as `old versions are deleted by hand`. @default - it may only read */
  readonly writable?: string | undefined;
  /** @default 500m of cpu and 1Gi of memory */
  readonly limits?: Limits | undefined;
}

/**
 * A pod that waits for somebody to look into the claims of models from it: `kubectl exec`. It has no token and may only read
 * them, unless a reason is said.
 *
 * Nothing in a pipeline needs it. A claim of training holds its node's volume as long as the pod runs.
 *
 * @throws PipelineError MLP3053 without claims, or for a reason that is empty.
 * @example
 * ```ts
 * const claim = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'ocs-storagecluster-cephfs' });
 * new TroubleshootingDeployment(chart, 'model-troubleshooting-utilities', {
 *   engine: argo('4.0'), claims: [claim], image: Image.tagged('ghcr.io/acme/notebooks:1.4.0'),
 * });
 * ```
 * @public
 */
export class TroubleshootingDeployment extends Construct {
  /** The Deployment, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: TroubleshootingDeploymentProps) {
    super(scope, id);
    const at = this.node.path;
    const what = `TroubleshootingDeployment '${id}'`;
    checkProps(props, ['engine', 'claims', 'image', 'writable', 'limits'], what, at);
    const { engine, claims, image, writable, limits = { cpu: '500m', memory: '1Gi' } } = props;
    if (!Array.isArray(claims) || claims.length === 0) throw unusable(`${what} mounts ${show(claims)}`, 'a claim', at);
    if (writable !== undefined && !(typeof writable === 'string' && writable.trim() !== ''))
      throw unusable(`${what} may write because of ${show(writable)}`, 'a reason', at);
    const readOnly = writable === undefined;
    const labels = { 'app.kubernetes.io/name': id };
    const spec: NonNullable<Deployment['spec']> = {
      replicas: 1,
      // A claim of one node is let go of before the next pod has it.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: podSecurity(checkIdentity(undefined, undefined, what), engine.platform),
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'shell',
              image: image.reference,
              command: ['sleep', 'infinity'],
              resources: limitedResources({ limits }, what, at),
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [
                ...claims.map(({ name, folder }) => ({ name, mountPath: folder, ...(readOnly ? { readOnly } : {}) })),
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            ...claims.map(({ name }) => ({
              name,
              persistentVolumeClaim: { claimName: name, ...(readOnly ? { readOnly } : {}) },
            })),
            { name: 'tmp', emptyDir: {} },
          ],
        },
      },
    };
    this.apiObject = new ApiObject(this, 'Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: id,
        labels: { ...managed, ...labels },
        ...(writable === undefined ? {} : { annotations: { 'cdk8s-mlops/writable': writable } }),
      },
      spec,
    });
  }
}

function unusable(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3053', message, expected, at });
}
