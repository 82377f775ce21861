import { describe, expect, it } from 'vitest';
import { fmt, pipeline } from '../../../src/index';
import { emitted } from './emitted';
import { notify, publish, train } from './units';

const tournament = pipeline('tournament', {}, (p) => {
  const gru = p.attempt((p) => p.step(train), { name: 'gru' });
  const lstm = p.attempt(
    (p) => {
      const { outputs } = p.step(train);
      return p.step(publish, { modelVersion: outputs.modelVersion });
    },
    { name: 'lstm' },
  );
  p.step(notify, { message: fmt`${gru.outputs.modelVersion.orElse('0')} ${lstm.outputs.digest.orElse('none')}` });
});

describe('an attempt', () => {
  const { template, node } = emitted(tournament);

  it('is a steps template that goes on when its block fails, and says whether it did', () => {
    expect(template('tournament-gru')).toEqual({
      name: 'tournament-gru',
      outputs: {
        parameters: [
          { name: 'block_ran', valueFrom: { expression: "steps.block.status == 'Succeeded' ? 'true' : 'false'" } },
          ...['model-version', 'accuracy', 'kind'].map((name) => ({
            name,
            valueFrom: {
              expression: `steps.block.status == 'Succeeded' ? steps.block.outputs.parameters${name === 'model-version' ? "['model-version']" : `.${name}`} : ''`,
            },
          })),
        ],
      },
      steps: [[{ name: 'block', continueOn: { failed: true, error: true }, template: 'train' }]],
    });
  });

  it('is a DAG of its own where the block has several steps', () => {
    expect(template('tournament-lstm').steps?.[0]?.[0]).toEqual({
      name: 'block',
      continueOn: { failed: true, error: true },
      template: 'tournament-lstm-block',
    });
    expect(template('tournament-lstm-block').dag?.tasks.map(({ name }) => name)).toEqual(['train', 'publish']);
  });

  it('gives its default where the block failed, and else the value, checked', () => {
    const value = node('tournament', 'notify').arguments?.parameters?.[0]?.value ?? '';
    expect(value).toContain("tasks.gru.outputs.parameters.block_ran == 'true' ? ");
    expect(value).toContain("matches '^[0-9]{1,9}$'");
    expect(value).toContain(": '0'");
    expect(node('tournament', 'notify').depends).toBe('gru.Succeeded && lstm.Succeeded');
  });
});
