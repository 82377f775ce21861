import { describe, expect, it } from 'vitest';
import { boolean, fmt, list, number, oneOf, PublishEvent, pipeline, secretKey, text } from '../../src/index';
import { emitted } from '../engines/argo/emitted';

const url = 'http://deploy-eventsource-svc.flts.svc.cluster.local:12000/model-selected';
const token = secretKey('model-events', 'token');
const fields = { modelVersion: text({ pattern: /[0-9]{1,9}/ }), accuracy: number(), kind: oneOf(['gru', 'lstm']) };

describe('a step that publishes an event', () => {
  const selected = PublishEvent.of('model-selected', { url, token, fields });
  const unit = pipeline('it', fields, (p, inputs) => {
    const { outputs } = p.step(selected, inputs);
    return { eventId: outputs.eventId };
  });

  it('has the token from its Secret, and the fields as they come', () => {
    const { container } = emitted(unit).template('publish-model-selected');
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'EVENT_URL', value: url },
        { name: 'EVENT_TOKEN', valueFrom: { secretKeyRef: { name: 'model-events', key: 'token' } } },
        { name: 'EVENT_TYPE', value: 'model-selected' },
        {
          name: 'FIELDS',
          value:
            '[{"name":"modelVersion","kind":"text"},{"name":"accuracy","kind":"number"},{"name":"kind","kind":"text"}]',
        },
        { name: 'FIELD_0', value: '{{inputs.parameters.model-version}}' },
      ]),
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ['a token that stands there', () => PublishEvent.of('a', { url, token: 'x' as never, fields }), /MLP3064: .*token/],
    [
      'an address outside without TLS',
      () => PublishEvent.of('a', { url: 'http://hooks.example.com/a', token, fields }),
      /MLP3064: .*posted to/,
    ],
    ['an address with a query', () => PublishEvent.of('a', { url: `${url}?a=b`, token, fields }), /MLP3064/],
    ['this machine', () => PublishEvent.of('a', { url: 'https://localhost/a', token, fields }), /MLP3064/],
    [
      'a type of other letters',
      () => PublishEvent.of('Model_Selected', { url, token, fields }),
      /MLP3064: an event is called/,
    ],
    [
      'a list',
      () => PublishEvent.of('a', { url, token, fields: { tags: list(text()) } }),
      /MLP3064: the field 'tags' of .* is 'list'/,
    ],
    ['a property that nobody reads', () => PublishEvent.of('a', { url, token, feilds: {} } as never), /MLP1007/],
  ])('is refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  it('takes truths and texts of parts, too', () => {
    const told = PublishEvent.of('told', { url, token, fields: { full: boolean(), name: text() } });
    const it0 = pipeline('it', { full: boolean(), a: oneOf(['x', 'y']) }, (p, { full, a }) => {
      p.step(told, { full, name: fmt`model-${a}` });
    });
    expect(() => emitted(it0)).not.toThrow();
  });
});
