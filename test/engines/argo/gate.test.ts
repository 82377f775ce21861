import { describe, expect, it } from 'vitest';
import { hold, number, oneOf, pipeline, task, text, verdict } from '../../../src/index';
import { emitted } from './emitted';
import { discard, image, modelVersion, notify, publish, smoke, train } from './units';

const release = pipeline('release', {}, (p) => {
  const trained = p.step(train);
  const checked = p.step(smoke, { modelVersion: trained.outputs.modelVersion });
  p.match(checked.outputs.verdict, {
    pass: (p) => p.step(publish, { modelVersion: trained.outputs.modelVersion }),
    fail: (p) => p.step(discard, { reason: checked.outputs.reason }),
    error: hold('held'),
    inconclusive: hold('held'),
  });
});

describe('a gate', () => {
  const { template, node } = emitted(release);

  it('runs inside a steps template that succeeds with one of four words, whatever becomes of its pod', () => {
    expect(template('smoke-verdict')).toEqual({
      name: 'smoke-verdict',
      inputs: { parameters: [{ name: 'model-version' }] },
      outputs: {
        parameters: [
          {
            name: 'verdict',
            valueFrom: {
              default: 'error',
              expression:
                "steps.smoke.status == 'Succeeded' && steps.smoke?.outputs?.parameters?.verdict in ['pass', 'fail', 'inconclusive'] ? steps.smoke?.outputs?.parameters?.verdict : 'error'",
            },
          },
          {
            name: 'reason',
            valueFrom: {
              default: 'smoke left no reason',
              expression:
                "steps.smoke?.outputs?.parameters?.reason matches '^[^{}]*$' ? steps.smoke?.outputs?.parameters?.reason : 'smoke left no reason'",
            },
          },
        ],
      },
      steps: [
        [
          {
            name: 'smoke',
            template: 'smoke',
            continueOn: { failed: true, error: true },
            arguments: { parameters: [{ name: 'model-version', value: '{{inputs.parameters.model-version}}' }] },
          },
        ],
      ],
    });
  });

  it('has a verdict of error and a reason even if its program writes nothing', () => {
    expect(template('smoke').outputs).toEqual({
      parameters: [
        { name: 'verdict', valueFrom: { path: '/out/verdict', default: 'error' } },
        { name: 'reason', valueFrom: { path: '/out/reason', default: 'smoke left no reason' } },
      ],
    });
  });

  it('lets the match after it run when its own template failed, which then takes the error arm', () => {
    const { depends, arguments: args } = node('release', 'on-smoke-verdict');
    expect(depends).toBe('(smoke.Succeeded || smoke.Failed || smoke.Errored) && train.Succeeded');
    const [verdict, , reason] = args?.parameters ?? [];
    expect(verdict?.value).toBe(
      "{{= tasks.smoke.status == 'Succeeded' ? tasks.smoke?.outputs?.parameters?.verdict : 'error' }}",
    );
    expect(reason?.value).toBe(
      "{{= tasks.smoke.status == 'Succeeded' ? tasks.smoke?.outputs?.parameters?.reason : 'smoke left no reason' }}",
    );
  });

  it('ends the run red after an arm other than pass did its work', () => {
    const red = node('release', 'on-smoke-verdict-ends-red');
    expect(red.depends).toBe('on-smoke-verdict.Succeeded');
    expect(red.when).toBe(
      "{{= (tasks.smoke.status == 'Succeeded' ? tasks.smoke?.outputs?.parameters?.verdict : 'error') != 'pass' }}",
    );
    expect(red.template).toBe('end-red');
    expect(red.continueOn).toBeUndefined();
  });

  it('needs no task of its own to end red where every other arm holds', () => {
    const held = pipeline('release', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      p.match(outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: '1' }),
        fail: hold('rejected'),
        error: hold(),
        inconclusive: hold(),
      });
    });
    expect(
      emitted(held)
        .template('release')
        .dag?.tasks.map(({ name }) => name),
    ).toEqual(['smoke', 'on-smoke-verdict']);
  });

  it('is one also if its verdict has another name, or was declared as the four words', () => {
    const judge = task('judge', {
      image,
      outputs: { result: oneOf(['pass', 'fail', 'error', 'inconclusive']) },
      command: ['judge'],
    });
    const it = pipeline('it', {}, (p) => ({ result: p.step(judge).outputs.result }));
    expect(emitted(it).template('judge-verdict').outputs?.parameters).toEqual([
      {
        name: 'result',
        valueFrom: { default: 'error', expression: expect.stringContaining('parameters?.result in [') },
      },
    ]);
  });

  it('hands on its other outputs with their defaults, checked against their types', () => {
    const judge = task('judge', {
      image,
      outputs: { verdict: verdict(), p95: number({ default: 0, min: 0 }), note: text() },
      command: ['judge'],
    });
    const it = pipeline('it', {}, (p) => ({ verdict: p.step(judge).outputs.verdict }));
    const [, p95, note] = emitted(it).template('judge-verdict').outputs?.parameters ?? [];
    expect(p95?.valueFrom?.default).toBe('0');
    expect(p95?.valueFrom?.expression).toMatch(/>= 0 \? steps\.judge\?\.outputs\?\.parameters\?\.p95 : '0'$/);
    expect(note?.valueFrom?.default).toBe('');
  });

  it('ends a run of its own red unless the verdict that the pipeline hands on is pass', () => {
    const gate = pipeline('gate', { modelVersion }, (p, { modelVersion }) => p.step(smoke, { modelVersion }));
    const { template, spec } = emitted(gate);
    expect(spec().entrypoint).toBe('main');
    const [[run] = [], [red] = []] = template('main').steps ?? [];
    expect(run).toMatchObject({ name: 'gate', template: 'gate' });
    expect(red).toEqual({
      name: 'verdict-ends-red',
      when: "{{= steps.gate.outputs.parameters.verdict != 'pass' }}",
      template: 'end-red',
      arguments: {
        parameters: [
          { name: 'outcome', value: '{{= steps.gate.outputs.parameters.verdict }}' },
          { name: 'reason', value: '{{steps.gate.outputs.parameters.reason}}' },
        ],
      },
    });
  });

  it('finds a free name for the task that ends red', () => {
    const it = pipeline('it', {}, (p) => {
      const { outputs } = p.step(smoke, { modelVersion: '1' });
      p.step(notify, { message: 'x' }, { name: 'on-smoke-verdict-ends-red' });
      p.match(outputs.verdict, {
        pass: (p) => p.step(publish, { modelVersion: '1' }),
        fail: (p) => p.step(discard, { reason: outputs.reason }),
        error: hold(),
        inconclusive: hold(),
      });
    });
    expect(emitted(it).node('it', 'on-smoke-verdict-ends-red-2').template).toBe('end-red');
  });
});

describe('the template end-red', () => {
  it('prints why and exits with 1, by a program of ours', () => {
    const { container, inputs } = emitted(release).template('end-red');
    expect(inputs?.parameters).toEqual([{ name: 'outcome' }, { name: 'reason' }]);
    expect(container?.command).toEqual(['node', '/program/hold.mjs']);
    expect(container?.env?.map(({ name }) => name)).toEqual(['OUTCOME', 'REASON']);
  });

  it('is given the word of a hold and what the gate said', () => {
    const { arguments: args, when } = emitted(release).node('release-on-smoke-verdict', 'error');
    expect(when).toBe("{{= inputs.parameters['smoke-verdict'] == 'error' }}");
    expect(args?.parameters).toEqual([
      { name: 'outcome', value: 'held' },
      { name: 'reason', value: '{{inputs.parameters.smoke-reason}}' },
    ]);
  });
});
