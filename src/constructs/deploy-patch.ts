import { checkProps } from '../core/check-props';
import { contract } from '../programs/deploy-patch/contract';
import { checkVariable } from './check-read';
import type { Deploy, DeployPlace } from './deploy';
import { workloadOf, workloadText } from './workload';
import { patchAccess } from './workload-access';

/** @public */
export interface PatchOptions {
  /** The container whose image is set. @default - the only one of the workload */
  readonly container?: string | undefined;
}

/** @internal */
export function patch(options: PatchOptions = {}): Deploy {
  checkProps(options, ['container'], 'Deploy.patch');
  const { container } = options;
  if (container !== undefined) checkVariable('MLP3021', 'the container of Deploy.patch', contract.container, container);
  return Object.freeze({
    mode: 'patch',
    misfit: ({ workload, gitOps }: DeployPlace) => {
      if (workload === undefined) return 'Deploy.patch needs the workload that it is to patch';
      if (gitOps === undefined) return undefined;
      return `Deploy.patch changes a live object, and the controller of ${gitOps.object} changes it back`;
    },
    settings: (place: DeployPlace) => {
      const workload = workloadOf(place, 'Deploy.patch');
      return {
        env: {
          NAMESPACE: place.namespace,
          WORKLOAD: workloadText(workload),
          ...(container === undefined ? {} : { CONTAINER: container }),
        },
        mounts: {},
        access: [patchAccess(workload, place.namespace)],
        seconds: 120,
      };
    },
  });
}
