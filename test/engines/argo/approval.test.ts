import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { hold, pipeline } from '../../../src/index';
import { emitted } from './emitted';
import { notify, publish } from './units';

const ship = pipeline('ship', {}, (p) => {
  const { outputs } = p.step(publish, { modelVersion: '1' });
  const asked = p.approval({ message: 'ship it?', expires: Duration.hours(20) });
  p.match(asked.outputs.decision, {
    approve: (p) => p.step(notify, { message: outputs.digest }),
    refuse: hold('refused'),
    expired: hold('expired'),
  });
});

describe('an approval', () => {
  const { template, node, spec } = emitted(ship);

  it('is a suspend whose answer is supplied; nobody answering leaves the default', () => {
    expect(template('ship-approve')).toEqual({
      name: 'ship-approve',
      annotations: { 'workflows.argoproj.io/description': 'ship it?' },
      inputs: { parameters: [{ name: 'decision', default: 'expired', enum: ['approve', 'refuse', 'expired'] }] },
      outputs: { parameters: [{ name: 'decision', valueFrom: { supplied: {}, default: 'expired' } }] },
      suspend: { duration: '20h' },
    });
  });

  it('takes any answer but the two words for none', () => {
    expect(node('ship', 'on-approve-decision').arguments?.parameters?.[0]?.value).toBe(
      "{{= tasks.approve.status == 'Succeeded' && tasks.approve?.outputs?.parameters?.decision in ['approve', 'refuse'] ? tasks.approve?.outputs?.parameters?.decision : 'expired' }}",
    );
  });

  it('waits for all that was put before it', () => {
    expect(node('ship', 'approve').depends).toBe('publish.Succeeded');
  });

  it('counts into the deadline of the run with all its waiting', () => {
    const { activeDeadlineSeconds } = spec();
    expect(Number(activeDeadlineSeconds)).toBeGreaterThan(20 * 3600 + 2 * 3600);
  });
});
