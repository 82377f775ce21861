import { describe, expect, it } from 'vitest';
import { hold, oneOf, pipeline, task } from '../../../src/index';
import { emitted } from './emitted';
import { discard, image, notify, publish, smoke, train } from './units';

const bySize = pipeline('release', {}, (p) => {
  const { outputs } = p.step(train);
  const sent = p.match(outputs.kind, {
    small: (p) => p.step(publish, { modelVersion: outputs.modelVersion }),
    large: (p) => {
      const quantized = p.step(publish, { modelVersion: outputs.modelVersion }, { name: 'quantize' });
      p.step(notify, { message: quantized.outputs.digest });
      return { digest: quantized.outputs.digest };
    },
  });
  p.step(notify, { message: sent.outputs.digest });
});

describe('a match', () => {
  const { template, node } = emitted(bySize);

  it('is one group of steps, each with a condition on an input that its caller has checked', () => {
    const { inputs, steps = [] } = template('release-on-train-kind');
    expect(inputs).toEqual({ parameters: [{ name: 'train-kind' }, { name: 'train-model-version' }] });
    expect(steps).toHaveLength(1);
    expect(steps[0]?.map(({ name, when }) => [name, when])).toEqual([
      ['small', "{{= inputs.parameters['train-kind'] == 'small' }}"],
      ['large', "{{= inputs.parameters['train-kind'] == 'large' }}"],
    ]);
    expect(node('release', 'on-train-kind').arguments?.parameters?.[0]).toEqual({
      name: 'train-kind',
      value:
        "{{= tasks.train.outputs.parameters.kind in ['small', 'large'] ? tasks.train.outputs.parameters.kind : nil }}",
    });
  });

  it('calls the unit of an arm with one step directly, and a DAG for more', () => {
    expect(node('release-on-train-kind', 'small').template).toBe('publish');
    expect(node('release-on-train-kind', 'large').template).toBe('release-on-train-kind-large');
    expect(template('release-on-train-kind-large').dag?.tasks.map(({ name, depends }) => [name, depends])).toEqual([
      ['quantize', undefined],
      ['notify', 'quantize.Succeeded'],
    ]);
  });

  it('hands on the output of the arm that ran', () => {
    expect(template('release-on-train-kind').outputs).toEqual({
      parameters: [
        {
          name: 'digest',
          valueFrom: {
            expression:
              "inputs.parameters['train-kind'] == 'small' ? steps.small.outputs.parameters.digest : inputs.parameters['train-kind'] == 'large' ? steps.large.outputs.parameters.digest : ''",
          },
        },
      ],
    });
  });

  it('is waited for by whoever takes its outputs, which are checked there', () => {
    const { depends, arguments: args } = node('release', 'notify');
    expect(depends).toBe('on-train-kind.Succeeded');
    expect(args?.parameters?.[0]?.value).toMatch(
      /^\{\{= tasks\['on-train-kind'\]\.outputs\.parameters\.digest matches '/,
    );
  });

  it('on something else than a verdict ends green whichever arm ran', () => {
    expect(template('release').dag?.tasks.map(({ name }) => name)).toEqual(['train', 'on-train-kind', 'notify']);
  });

  it('holds with the word and the value where there is no reason to give', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      p.match(outputs.kind, { small: (p) => p.step(notify, { message: 'small' }), large: hold('too-large') });
    });
    expect(emitted(it).node('it-on-train-kind', 'large').arguments?.parameters).toEqual([
      { name: 'outcome', value: 'too-large' },
      { name: 'reason', value: 'train-kind is large' },
    ]);
  });

  it('gives each arm a step name of its own where values differ only by signs', () => {
    const release = task('release', {
      image,
      outputs: { line: oneOf(['v1.0', 'v1-0', 'V1.0', '_', '.']) },
      command: ['r'],
    });
    const say = (p: { step: (unit: typeof notify, inputs: { message: string }) => unknown }) => {
      p.step(notify, { message: 'x' });
    };
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(release);
      p.match(outputs.line, { 'v1.0': say, 'v1-0': say, 'V1.0': say, _: say, '.': hold() });
    });
    const [group = []] = emitted(it).template('it-on-release-line').steps ?? [];
    expect(group.map(({ name }) => name)).toEqual(['v1-0', 'v1-0-2', 'v1-0-3', 'arm', 'arm-2']);
    expect(group.map(({ when }) => when)).toEqual(
      ['v1.0', 'v1-0', 'V1.0', '_', '.'].map((value) => `{{= inputs.parameters['release-line'] == '${value}' }}`),
    );
  });

  it('can be inside an arm of another', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      p.match(outputs.kind, {
        large: (p) => {
          const checked = p.step(smoke, { modelVersion: outputs.modelVersion });
          p.match(checked.outputs.verdict, {
            pass: (p) => p.step(publish, { modelVersion: outputs.modelVersion }),
            fail: (p) => p.step(discard, { reason: checked.outputs.reason }),
            error: hold(),
            inconclusive: hold(),
          });
        },
        small: hold(),
      });
    });
    const { template } = emitted(it);
    expect(template('it-on-train-kind-large').dag?.tasks.map(({ name }) => name)).toEqual([
      'smoke',
      'on-smoke-verdict',
      'on-smoke-verdict-ends-red',
    ]);
    expect(template('it-on-train-kind-large-on-smoke-verdict').steps?.[0]?.map(({ name }) => name)).toEqual([
      'pass',
      'fail',
      'error',
      'inconclusive',
    ]);
  });

  it('hands on what was there before it as a value: a reference in an output is to a task of the template', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      const done = p.match(outputs.kind, {
        small: (p) => {
          const { digest } = p.step(publish, { modelVersion: outputs.modelVersion }).outputs;
          p.step(notify, { message: digest });
          return { modelVersion: outputs.modelVersion };
        },
        large: () => ({ modelVersion: outputs.modelVersion }),
      });
      p.step(publish, { modelVersion: done.outputs.modelVersion }, { name: 'again' });
    });
    expect(emitted(it).template('it-on-train-kind-small').outputs?.parameters).toEqual([
      { name: 'model-version', valueFrom: { expression: "inputs.parameters['train-model-version']" } },
    ]);
  });

  it('is refused if no arm does anything', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(train);
      const same = { version: outputs.modelVersion };
      p.match(outputs.kind, { small: () => same, large: () => same });
    });
    expect(() => emitted(it)).toThrow(/MLP1119: no arm of match 'on-train-kind' does anything/);
  });
});
