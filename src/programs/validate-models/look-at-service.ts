import { type JsonRecord, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';
import { bad, type Finding, good } from './finding';

/** Whether an InferenceService is ready, for what it is now and not for what it was before. @internal */
export function lookAtService(service: JsonRecord | undefined): Finding {
  if (service === undefined) return bad('service', 'there is no InferenceService of this name');
  const { status, reason, message } = conditionOf(service, 'Ready');
  const said = [reason, message].filter((text) => text !== '').join(': ');
  if (status !== 'True') return bad('service', `is not ready${said === '' ? '' : `: ${said}`}`);
  const generation = valueAt(service, 'metadata', 'generation');
  const observed = valueAt(service, 'status', 'observedGeneration');
  if (typeof observed === 'number' && typeof generation === 'number' && observed < generation)
    return bad('service', `was ready at generation ${observed}, and is at ${generation}`);
  return good('service', 'is ready');
}

/** The address that it is served from. @internal */
export function servedFrom(service: JsonRecord | undefined): string | undefined {
  const uri = valueAt(service, 'spec', 'predictor', 'model', 'storageUri');
  return typeof uri === 'string' ? uri : undefined;
}
