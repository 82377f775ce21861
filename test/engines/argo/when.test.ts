import { describe, expect, it } from 'vitest';
import { and, atLeast, equals, fmt, not, pipeline, text } from '../../../src/index';
import { emitted } from './emitted';
import { notify, publish, train } from './units';

const release = pipeline('release', { by: text({ default: 'nobody' }) }, (p, { by }) => {
  const { outputs } = p.step(train);
  const maybe = p.when(and(atLeast(outputs.accuracy, 0.9), not(equals(by, 'nobody'))), (p) =>
    p.step(publish, { modelVersion: outputs.modelVersion }),
  );
  p.step(notify, { message: fmt`${maybe.outputs.digest.orElse('nothing')} by ${by}` });
});

describe('a when', () => {
  const { template, node } = emitted(release);

  it('is a steps template that always runs, and says whether its block did', () => {
    expect(template('release-maybe-publish')).toEqual({
      name: 'release-maybe-publish',
      inputs: { parameters: [{ name: 'train-accuracy' }, { name: 'by' }, { name: 'train-model-version' }] },
      outputs: {
        parameters: [
          { name: 'block_ran', valueFrom: { expression: "steps.block.status == 'Succeeded' ? 'true' : 'false'" } },
          {
            name: 'digest',
            valueFrom: {
              expression: "steps.block.status == 'Succeeded' ? steps.block.outputs.parameters.digest : ''",
            },
          },
        ],
      },
      steps: [
        [
          {
            name: 'block',
            when: "{{= (float(inputs.parameters['train-accuracy']) >= 0.9) && (not (inputs.parameters.by == 'nobody')) }}",
            template: 'publish',
            arguments: { parameters: [{ name: 'model-version', value: '{{inputs.parameters.train-model-version}}' }] },
          },
        ],
      ],
    });
  });

  it('gives its default where the block did not run, and else the value, checked', () => {
    const value = node('release', 'notify').arguments?.parameters?.[0]?.value ?? '';
    expect(value).toContain("tasks['maybe-publish'].outputs.parameters.block_ran == 'true' ? ");
    expect(value).toContain("tasks['maybe-publish'].outputs.parameters.digest matches '");
    expect(value).toContain(": 'nothing'");
  });

  it('calls a DAG where what the block takes has to be checked first', () => {
    const it = pipeline('it', { v: text() }, (p, { v }) => {
      p.when(equals(v, 'x'), (p) => p.step(publish, { modelVersion: v }));
    });
    const { node } = emitted(it);
    expect(node('it-maybe-publish', 'block').template).toBe('it-maybe-publish-block');
    expect(node('it-maybe-publish-block', 'publish').arguments?.parameters?.[0]?.value).toContain(
      "matches '^[0-9]{1,9}$'",
    );
  });

  it('waits for the steps that a step inside comes after', () => {
    const it = pipeline('it', { v: text() }, (p, { v }) => {
      const first = p.step(train);
      p.when(equals(v, 'x'), (p) => p.step(notify, { message: 'x' }, { after: [first] }));
    });
    expect(emitted(it).node('it', 'maybe-notify').depends).toBe('train.Succeeded');
  });

  it('is refused if its block has no steps, since Argo has no template that does nothing', () => {
    const it = pipeline('it', { v: text() }, (p, { v }) => {
      const { outputs } = p.step(train);
      const maybe = p.when(equals(v, 'x'), () => ({ version: outputs.modelVersion }));
      p.step(notify, { message: maybe.outputs.version.orElse('1') });
    });
    expect(() => emitted(it)).toThrow(/MLP1119/);
  });

  it('hands on an output called like its own without mixing them up', () => {
    const it = pipeline('it', { v: text() }, (p, { v }) => {
      const maybe = p.when(equals(v, 'x'), (p) => ({
        blockRan: p.step(publish, { modelVersion: '1' }).outputs.digest,
      }));
      p.step(notify, { message: maybe.outputs.blockRan.orElse('no') });
    });
    const names = emitted(it)
      .template('it-maybe-publish')
      .outputs?.parameters?.map(({ name }) => name);
    expect(names).toEqual(['block_ran', 'block-ran']);
  });
});
