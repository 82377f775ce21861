import { describe, expect, it } from 'vitest';
import { argoEvents } from '../../src/engines/events/index';
import { argo, boolean, EventRelay, number, secretKey, text } from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { askEvents, canAskEvents } from './ask-events';

const sensor = emittedBy((chart) => {
  new EventRelay(chart, 'model-selected', {
    engine: argo('4.0'),
    events: argoEvents('1.9'),
    token: secretKey('model-events', 'token'),
    fields: { modelVersion: text({ pattern: /[0-9]{1,9}/ }), accuracy: number(), forced: boolean(), note: text() },
    kafka: {
      brokers: ['kafka.flts:9093'],
      topic: 'model-selected',
      login: { user: secretKey('kafka', 'user'), password: secretKey('kafka', 'password') },
      tls: {},
    },
  });
}).one('Sensor');

const data = { modelVersion: '7', accuracy: 0.9, forced: true, note: 'a/b' };
const envelope = { type: 'model-selected', specversion: '1.0', id: '0'.repeat(32), source: '/runs/select-x1' };

describe.runIf(canAskEvents)('what Argo Events writes to Kafka', () => {
  const written = (body: object) => {
    const [answer] = askEvents([
      { sensor: { object: sensor, events: { webhook: JSON.stringify({ header: {}, body }) } } },
    ]);
    return answer;
  };

  it.each<[what: string, body: object, message: object]>([
    ['all of an event, with its types', { ...envelope, data }, { ...envelope, data }],
    [
      'a number in whatever form',
      { ...envelope, data: { ...data, accuracy: 1e-7 } },
      { ...envelope, data: { ...data, accuracy: 1e-7 } },
    ],
    ['nothing that was not declared', { ...envelope, more: 'x', data: { ...data, more: 'x' } }, { ...envelope, data }],
  ])('is %s', (_, body, message) => {
    expect(written(body)).toEqual({ created: message });
  });

  it.each<[what: string, body: object]>([
    ['of another type', { ...envelope, type: 'model-rejected', data }],
    ['with text that breaks out', { ...envelope, data: { ...data, modelVersion: '7","role":"admin' } }],
    ['with a tag of Argo', { ...envelope, data: { ...data, note: '{{workflow.name}}' } }],
    ['with an object for a text', { ...envelope, data: { ...data, note: { a: 1 } } }],
    ['without a field', { ...envelope, data: { ...data, accuracy: undefined } }],
    ['without an id', { ...envelope, id: undefined, data }],
  ])('is nothing for an event %s', (_, body) => {
    expect(written(body)).toEqual({ refused: expect.any(String) });
  });
});
