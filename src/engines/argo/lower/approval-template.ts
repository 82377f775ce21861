import type { ApprovalNode } from '../../../core/graph/node';
import { descriptionAnnotation } from '../description-annotation';
import { literal } from '../value/literal';
import type { TemplateBody } from './context';
import { duration } from './duration';

/**
 * Waits for a person. A suspend that times out *succeeds* on Argo, so only the supplied value tells; nobody answering
 * leaves the default.
 *
 * @internal
 */
export function approvalTemplate({ message, expiresInSeconds }: ApprovalNode): TemplateBody {
  return {
    ...(message === undefined ? {} : { annotations: { [descriptionAnnotation]: literal(message) } }),
    inputs: { parameters: [{ name: 'decision', default: 'expired', enum: ['approve', 'refuse', 'expired'] }] },
    outputs: { parameters: [{ name: 'decision', valueFrom: { supplied: {}, default: 'expired' } }] },
    suspend: { duration: duration(expiresInSeconds) },
  };
}
