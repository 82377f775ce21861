import type { PipelineTask } from '../../../schemas/tekton/types';
import type { TektonTarget } from '../target';
import { unexpanded } from '../value/literal';
import type { Asking } from './draft';
import { duration } from './duration';

/**
 * A task of the Manual Approval Gate: it fails when somebody refuses, and when its time is up.
 *
 * @see https://github.com/openshift-pipelines/manual-approval-gate
 * @internal
 */
export function approvalTask(
  { message, expiresInSeconds }: Asking,
  { approvals }: TektonTarget,
  place: Pick<PipelineTask, 'runAfter' | 'when'>,
): Omit<PipelineTask, 'name'> {
  const { approvers = [], required = 1 } = approvals ?? {};
  const expires = duration(expiresInSeconds);
  return {
    taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
    ...place,
    params: [
      { name: 'approvers', value: [...approvers] },
      { name: 'numberOfApprovalsRequired', value: String(required) },
      ...(message === undefined ? [] : [{ name: 'description', value: unexpanded(message) }]),
      // Without it the gate itself gives up after an hour.
      { name: 'timeout', value: expires },
    ],
    timeout: expires,
  };
}
