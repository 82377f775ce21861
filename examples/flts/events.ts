import type { Chart } from 'cdk8s';
import {
  type EngineTarget,
  EventFrom,
  EventRelay,
  EventTrigger,
  number,
  secretKey,
  text,
  type Unit,
} from 'cdk8s-mlops';
import { ArgoEventBus, argoEvents } from 'cdk8s-mlops/events';
import type { Platform } from './platform';

/** Messages that say that there are new data; their key is that of the table. */
export const topics = { data: 'training-data', selected: 'model-selected' } as const;

/** Where Kafka is, and who asks there. */
export function kafkaOf({ preset }: Pick<Platform, 'preset'>) {
  return {
    brokers: [`kafka.${preset.namespace}.svc.cluster.local:9092`],
    login: { user: secretKey('kafka-pipeline', 'user'), password: secretKey('kafka-pipeline', 'password') },
    tls: { ca: secretKey('kafka-ca', 'ca.crt') },
  } as const;
}

/** A message of new data starts what the schedule starts, with the table that it names. */
export function trainOnData(
  chart: Chart,
  {
    engine,
    run,
    platform,
  }: { engine: EngineTarget; run: Unit<{ readonly dataset?: string }, unknown>; platform: Platform },
): void {
  new ArgoEventBus(chart, 'bus', {
    metadata: { name: 'default', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
    spec: { jetstream: { version: '2.10.29', replicas: 3 } },
  });
  const data = EventFrom.kafka({ ...kafkaOf(platform), topic: topics.data, group: 'flts-retrain' });
  new EventTrigger(chart, 'train-on-data', {
    engine,
    events: argoEvents('1.9'),
    on: data,
    run,
    inputs: { dataset: data.value('dataset') },
  });
}

/** Says which model answers from now on, for whoever reads the topic: the step that does, and what brings it to Kafka. */
export function tellSelected(chart: Chart, engine: EngineTarget, platform: Platform) {
  const relay = new EventRelay(chart, topics.selected, {
    engine,
    events: argoEvents('1.9'),
    token: secretKey('model-events', 'token'),
    fields: {
      modelVersion: text({ pattern: /[1-9][0-9]{0,14}/ }),
      runId: text(),
      member: text(),
      score: number(),
    },
    kafka: { ...kafkaOf(platform), topic: topics.selected },
  });
  return relay.publish;
}
