import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argoEvents } from '../../src/engines/events/index';
import { tekton } from '../../src/engines/tekton/index';
import {
  argo,
  boolean,
  EventFrom,
  EventRelay,
  type EventRelayProps,
  list,
  number,
  pipeline,
  secretKey,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { lint } from '../../src/lint/index';
import { emittedBy } from '../engines/argo/emitted';

const engine = argo('4.0');
const login = { user: secretKey('kafka', 'user'), password: secretKey('kafka', 'password') };
const kafka = { brokers: ['kafka-0.flts:9093', 'kafka-1.flts:9093'], topic: 'model-selected', login, tls: {} };
const fields = { modelVersion: text({ pattern: /[0-9]{1,9}/ }), accuracy: number({ min: 0 }), forced: boolean() };
const least = { engine, events: argoEvents('1.9'), token: secretKey('model-events', 'token'), fields, kafka };

const emitted = (more: object = {}) =>
  emittedBy((chart) => {
    const relay = new EventRelay(chart, 'model-selected', { ...least, ...more } as EventRelayProps<typeof fields>);
    new WorkflowTemplate(chart, 'select', {
      engine,
      pipeline: pipeline('select', {}, (p) => {
        p.step(relay.publish, { modelVersion: '7', accuracy: 0.9, forced: false });
      }),
    });
  });

interface SensorSpec {
  readonly dependencies: readonly [{ readonly filters: { readonly data: readonly object[] } }];
  readonly triggers: readonly [
    {
      readonly template: {
        readonly kafka: { readonly payload: readonly { readonly src: object; readonly dest: string }[] };
      };
      readonly dlqTrigger?: { readonly template: { readonly name: string; readonly http: object } };
    },
  ];
}
const sensorOf = ({ one }: ReturnType<typeof emitted>) => one('Sensor').spec as SensorSpec;

describe('a relay to Kafka', () => {
  it('writes to the topic with login and TLS from Secrets', () => {
    const [{ template, ...trigger }] = sensorOf(
      emitted({ kafka: { ...kafka, tls: { ca: secretKey('ca', 'crt') } } }),
    ).triggers;
    expect(template.kafka).toMatchObject({
      url: 'kafka-0.flts:9093,kafka-1.flts:9093',
      topic: 'model-selected',
      sasl: {
        mechanism: 'SCRAM-SHA-512',
        userSecret: { name: 'kafka', key: 'user' },
        passwordSecret: { name: 'kafka', key: 'password' },
      },
      tls: { enabled: true, caCertSecret: { name: 'ca', key: 'crt' } },
    });
    expect(trigger).toMatchObject({ atLeastOnce: true, retryStrategy: { steps: 4, duration: '10s' } });
  });

  it('sends what was declared, each at its place, and nothing else of the body', () => {
    const { payload } = sensorOf(emitted()).triggers[0].template.kafka;
    const places = ['type', 'specversion', 'id', 'source', 'data.modelVersion', 'data.accuracy', 'data.forced'];
    expect(payload.map(({ dest }) => dest)).toEqual(places);
    expect(payload.map(({ src }) => src)).toEqual(
      places.map((place) => ({ dependencyName: 'webhook', dataKey: `body.${place}`, useRawData: true })),
    );
  });

  it('asks for the type of the event and of each field', () => {
    const { data } = sensorOf(emitted()).dependencies[0].filters;
    expect(data).toContainEqual({ path: 'body.type', type: 'string', value: ['^(?:model\\-selected)$'] });
    expect(data).toContainEqual({ path: 'body.data.modelVersion', type: 'string', value: ['^(?:[0-9]{1,9})$'] });
    expect(data).toContainEqual({ path: 'body.data.accuracy', type: 'number', comparator: '>=', value: ['0'] });
  });

  it('is published to where it listens, with the token that it asks for', () => {
    const all = emitted();
    const { env = [] } = all.template('publish-model-selected', 'select').container ?? {};
    expect(env).toContainEqual({
      name: 'EVENT_URL',
      value: 'http://model-selected-eventsource-svc.mlops.svc.cluster.local:12000/model-selected',
    });
    expect(env).toContainEqual({
      name: 'EVENT_TOKEN',
      valueFrom: { secretKeyRef: { name: 'model-events', key: 'token' } },
    });
    expect(all.one('EventSource')).toMatchObject({
      metadata: { name: 'model-selected' },
      spec: {
        service: { ports: [{ port: 12000, targetPort: 12000 }] },
        webhook: {
          webhook: { endpoint: '/model-selected', port: '12000', authSecret: { name: 'model-events', key: 'token' } },
        },
      },
    });
  });

  it('has an account that may do nothing', () => {
    const { manifests } = emitted();
    const names = manifests.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['model-selected-relay', 'model-selected-source']));
    const roles = manifests.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.name);
    expect(roles).not.toContain('model-selected-relay');
  });

  it('tells of an event that got to no broker, without its fields', () => {
    const [{ dlqTrigger }] = sensorOf(emitted({ deadLetter: { url: 'https://oncall.example.com/events' } })).triggers;
    expect(dlqTrigger?.template).toMatchObject({
      name: 'send-not-sent',
      http: {
        url: 'https://oncall.example.com/events',
        payload: [{ src: { dependencyName: 'webhook', value: 'model-selected' }, dest: 'notSent' }, {}, {}, {}, {}],
      },
    });
    expect(JSON.stringify(dlqTrigger)).not.toContain('data');
  });

  it('has a message that an event of Kafka understands', () => {
    const taken = EventFrom.kafka({ ...kafka, group: 'deploy', where: { type: 'model-selected' } });
    const { payload } = sensorOf(emitted()).triggers[0].template.kafka;
    expect(() => taken.value('data.modelVersion')).not.toThrow();
    expect(payload.map(({ dest }) => dest)).toContain('data.modelVersion');
  });

  it('is taken by the lint', () => {
    const text = emitted()
      .manifests.map((each) => JSON.stringify(each))
      .join('\n---\n');
    const found = lint([{ file: 'all.yaml', text }]);
    expect(found).toMatchObject([]);
  });

  it.each<[what: string, more: object, message: RegExp]>([
    [
      'a topic for anybody',
      { kafka: { ...kafka, login: undefined } },
      /MLP3061: EventRelay 'model-selected' has no login/,
    ],
    ['a line that is not safe', { kafka: { ...kafka, tls: undefined } }, /MLP3061: .*has no tls/],
    [
      'a password in the clear',
      { kafka: { ...kafka, login: { ...login, mechanism: 'PLAIN' } } },
      /MLP3061: .*by PLAIN/,
    ],
    [
      'a password that is text',
      { kafka: { ...kafka, login: { ...login, password: 'hunter2' } } },
      /MLP3061: .*the password/,
    ],
    ['a topic with a space', { kafka: { ...kafka, topic: 'a b' } }, /MLP3060/],
    ['no broker', { kafka: { ...kafka, brokers: [] } }, /MLP3060: .*names no broker/],
    ['a list', { fields: { versions: list(text()) } }, /MLP3064/],
    ['a token that is text', { token: 'hunter2' }, /MLP3064/],
    ['a group', { kafka: { ...kafka, group: 'g' } }, /MLP1007/],
    [
      'Tekton',
      { engine: tekton('1.15'), events: undefined },
      /MLP2101: EventRelay 'model-selected' needs events that are written to Kafka/,
    ],
    ['no events', { events: undefined }, /MLP3063/],
  ])('refuses %s', (_, more, message) => {
    const chart = new Chart(new App(), 'c', { namespace: 'mlops' });
    const relay = () => new EventRelay(chart, 'model-selected', { ...least, ...more } as never);
    expect(relay).toThrow(message);
  });

  it('says in the Sensor why a topic is for anybody', () => {
    const { one } = emitted({
      kafka: { ...kafka, tls: undefined, insecure: { reason: 'a broker in the same pod network' } },
    });
    expect(one('Sensor').metadata.annotations).toEqual({
      'cdk8s-mlops/unprotected': 'a broker in the same pod network',
    });
  });
});
