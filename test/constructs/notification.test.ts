import { describe, expect, it } from 'vitest';
import { Notification, pipeline, secretKey, task } from '../../src/index';
import { emitted } from '../engines/argo/emitted';
import { image } from './nouns';

const work = task('work', { image, command: ['work'] });

describe('a notification', () => {
  it('is a step that has the address from a Secret, and takes what it tells', () => {
    const tell = Notification.slack(secretKey('slack', 'webhook'), {
      application: 'fraud',
      link: 'https://argo.acme.dev',
    });
    const { template, node } = emitted(
      pipeline('it', {}, (p) => {
        p.step(work);
        p.step(tell, { outcome: 'trained', modelVersion: '7' });
      }),
    );
    expect(template('notify').container?.env).toEqual([
      { name: 'FORMAT', value: 'slack' },
      { name: 'WEBHOOK_URL', valueFrom: { secretKeyRef: { name: 'slack', key: 'webhook' } } },
      { name: 'OUTCOME', value: '{{inputs.parameters.outcome}}' },
      { name: 'REASON', value: "{{= replace(inputs.parameters.reason, '$', '$$') }}" },
      { name: 'MODEL_VERSION', value: '{{inputs.parameters.model-version}}' },
      { name: 'ENVIRONMENT', value: '{{inputs.parameters.environment}}' },
      { name: 'APPLICATION', value: 'fraud' },
      { name: 'LINK', value: 'https://argo.acme.dev' },
    ]);
    expect(node('it', 'notify').arguments?.parameters).toContainEqual({ name: 'outcome', value: 'trained' });
  });

  it.each([
    [() => Notification.slack('https://hooks.slack.com/services/T/B/X' as never), /MLP3008.*its address from 'https/],
    [() => Notification.webhook({ from: 'configMap', object: 'a', key: 'b' }), /MLP3008/],
    [() => Notification.webhook(secretKey('a', 'b'), { authorization: 'x' as never }), /its authorization from 'x'/],
    [() => Notification.slack(secretKey('a', 'b'), { chanel: '#x' } as never), /'chanel'/],
  ])('is refused with an address or header that is no secret: %#', (make, message) => {
    expect(make).toThrow(message);
  });
});
