import { describe, expect, it } from 'vitest';
import { hold, integer, pipeline, task, text } from '../../../src/index';
import { emitted } from './emitted';
import { image, notify, train } from './units';

const cleanup = task('cleanup', {
  image,
  inputs: { status: text(), epochs: integer() },
  command: ['cleanup'],
  env: ({ inputs }) => ({ STATUS: inputs.status, EPOCHS: inputs.epochs }),
});

const tidy = pipeline('tidy', { epochs: integer({ default: 5, min: 1 }) }, (p, { epochs }) => {
  const { outputs } = p.step(train);
  p.finally((p, { status }) => {
    p.step(cleanup, { status, epochs });
  });
  return { modelVersion: outputs.modelVersion };
});

describe('a finally', () => {
  const { spec, template } = emitted(tidy);

  it('is the exit handler of a run of its own, given what the run was started with and how it ended', () => {
    expect(spec().onExit).toBe('exit');
    expect(template('exit')).toEqual({
      name: 'exit',
      steps: [
        [
          {
            name: 'finally',
            template: 'tidy-finally',
            arguments: {
              parameters: [
                {
                  name: 'epochs',
                  value:
                    "{{= workflow.parameters.epochs matches '^[0-9]+$' && float(workflow.parameters.epochs) >= 1 ? workflow.parameters.epochs : nil }}",
                },
                { name: 'status', value: "{{= workflow.status == 'Succeeded' ? 'Succeeded' : 'Failed' }}" },
              ],
            },
          },
        ],
      ],
    });
  });

  it('runs its steps as a DAG', () => {
    const { inputs, dag } = template('tidy-finally');
    expect(inputs).toEqual({ parameters: [{ name: 'epochs', default: '5' }, { name: 'status' }] });
    expect(dag?.tasks).toEqual([
      {
        name: 'cleanup',
        template: 'cleanup',
        arguments: {
          parameters: [
            { name: 'status', value: '{{inputs.parameters.status}}' },
            { name: 'epochs', value: '{{inputs.parameters.epochs}}' },
          ],
        },
      },
    ]);
  });

  it('is an exit hook of its body where the pipeline is a step, which an exit handler would not be', () => {
    const { inputs, outputs, steps } = template('tidy');
    expect(inputs).toEqual({ parameters: [{ name: 'epochs', default: '5' }] });
    expect(outputs).toEqual({
      parameters: [
        { name: 'model-version', valueFrom: { parameter: '{{steps.body.outputs.parameters.model-version}}' } },
      ],
    });
    expect(steps?.[0]?.[0]).toEqual({
      name: 'body',
      template: 'tidy-body',
      arguments: { parameters: [{ name: 'epochs', value: '{{inputs.parameters.epochs}}' }] },
      hooks: {
        exit: {
          template: 'tidy-finally',
          arguments: {
            parameters: [
              { name: 'epochs', value: '{{inputs.parameters.epochs}}' },
              { name: 'status', value: "{{= steps.body.status == 'Succeeded' ? 'Succeeded' : 'Failed' }}" },
            ],
          },
        },
      },
    });
  });

  it('of an inner pipeline runs inside the outer one, which has no exit handler for it', () => {
    const outer = pipeline('outer', {}, (p) => {
      p.step(tidy);
    });
    const { spec, node } = emitted(outer);
    expect(spec().onExit).toBeUndefined();
    expect(node('outer', 'tidy').template).toBe('tidy');
    expect(node('tidy', 'body').hooks?.exit?.template).toBe('tidy-finally');
  });

  it('does not take an input called status for the status', () => {
    const it = pipeline('it', { status: text() }, (p, inputs) => {
      p.step(notify, { message: inputs.status });
      p.finally((p, { status }) => {
        p.match(status, { Succeeded: (p) => p.step(notify, { message: inputs.status }), Failed: hold('failed') });
      });
    });
    const { template, node } = emitted(it);
    expect(template('it-finally').inputs?.parameters).toEqual([{ name: 'status' }, { name: 'run_status' }]);
    expect(node('it-finally', 'match').arguments?.parameters).toEqual([
      { name: 'status', value: '{{inputs.parameters.run_status}}' },
      { name: 'status-2', value: '{{inputs.parameters.status}}' },
    ]);
  });
});
