import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { PipelineError } from '../../../core/error';
import type { EventBusSpec, EventSourceSpec, SensorSpec } from '../../../schemas/events/types';
import { checkNameLength } from '../../kubernetes/check-name-length';
import { eventBusRefusals } from './event-bus';
import { eventSourceRefusals } from './event-source';
import type { Refusals } from './refusals';
import { sensorRefusals } from './sensor';
import { unprotected, unprotectedReason } from './unprotected';
import { vain } from './vain';

/** Throws MLP2401 for what Argo Events refuses. @internal */
export function checkEventBus(object: ApiObject, spec: EventBusSpec): void {
  refuse('MLP2401', object, eventBusRefusals(spec));
}

/** Throws MLP2401 for what Argo Events refuses, MLP2402 for what is not safe and has no reason. @internal */
export function checkEventSource(
  object: ApiObject,
  metadata: ApiObjectMetadata | undefined,
  spec: EventSourceSpec,
): void {
  checkNameLength(object, 47, 'its Service is called after it with sixteen characters more');
  refuse('MLP2401', object, eventSourceRefusals(spec));
  const reason = metadata?.annotations?.[unprotectedReason] ?? '';
  if (reason.trim() === '') refuse('MLP2402', object, unprotected(spec));
}

/** Throws MLP2401 for what Argo Events refuses, MLP2402 for what it takes and never does. @internal */
export function checkSensor(object: ApiObject, spec: SensorSpec): void {
  refuse('MLP2401', object, sensorRefusals(spec));
  refuse('MLP2402', object, vain(spec));
}

function refuse(code: 'MLP2401' | 'MLP2402', { kind, name, node }: ApiObject, refusals: Refusals): void {
  const problems = [...refusals];
  if (problems.length === 0) return;
  const refused = code === 'MLP2401' ? 'would be refused by Argo Events' : 'would be taken by Argo Events';
  throw new PipelineError({ code, message: `${kind} '${name}' ${refused}: ${problems.join('; ')}`, at: node.path });
}
