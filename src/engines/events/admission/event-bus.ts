import type { EventBusSpec } from '../../../schemas/events/types';
import { isEmpty, type Refusals } from './refusals';

/**
 * What Argo Events would say to a bus.
 *
 * @see https://github.com/argoproj/argo-events/blob/v1.9.11/pkg/reconciler/eventbus/validate.go
 * @internal
 */
export function* eventBusRefusals({ nats, jetstream, jetstreamExotic, kafka }: EventBusSpec): Refusals {
  if (!nats && !jetstream && !jetstreamExotic && !kafka) {
    yield 'invalid spec: either "nats", "jetstream", "jetstreamExotic", or "kafka" needs to be specified';
    return;
  }
  if (nats) {
    if (nats.native && nats.exotic) yield '"spec.nats.native" and "spec.nats.exotic" can not be defined together';
    if (!nats.native && !nats.exotic) yield 'either "native" or "exotic" must be defined';
    if (nats.exotic && nats.exotic.clusterID === undefined) yield '"spec.nats.exotic.clusterID" is missing';
    if (nats.exotic && isEmpty(nats.exotic.url)) yield '"spec.nats.exotic.url" is missing';
  }
  if (jetstream) {
    const { version, replicas } = jetstream;
    if (isEmpty(version)) yield 'invalid spec: a version for jetstream needs to be specified';
    if (replicas !== undefined && (replicas === 2 || replicas <= 0))
      yield 'invalid spec: a jetstream eventbus requires 1 replica or >= 3 replicas';
  }
  if (kafka && isEmpty(kafka.url)) yield '"spec.kafka.url" is missing';
  if (jetstreamExotic && isEmpty(jetstreamExotic.url)) yield '"spec.jetstreamExotic.url" is missing';
}
