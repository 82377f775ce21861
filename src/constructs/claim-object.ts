import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type AccessMode, checkObjectName, checkQuantity } from '../core/container/volume';
import { managed } from '../engines/kubernetes/account';

/** What a PersistentVolumeClaim is made of; `id` of the construct is its name. @internal */
export interface ClaimDescription {
  readonly size: string;
  /** `null` is the class that the cluster has as its default. */
  readonly storageClass: string | null;
  readonly accessMode: AccessMode;
  readonly annotations?: { readonly [name: string]: string } | undefined;
}

/** A PersistentVolumeClaim with all that the API server would add. @internal */
export function claimObject(
  scope: Construct,
  { size, storageClass, accessMode, annotations }: ClaimDescription,
): ApiObject {
  const { id: name, path: at } = scope.node;
  return new ApiObject(scope, 'Claim', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: checkObjectName(name, 'PersistentVolumeClaim', at),
      labels: managed,
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: {
      accessModes: [accessMode],
      ...(storageClass === null ? {} : { storageClassName: checkObjectName(storageClass, 'StorageClass', at) }),
      resources: { requests: { storage: checkQuantity(size, `the size of claim '${name}'`, at) } },
      volumeMode: 'Filesystem',
    },
  });
}
