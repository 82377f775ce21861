import { describe, expect, it } from 'vitest';
import type { RetryStrategy } from '../../src/schemas/argo/types';
import { fails, type Outcome, succeeds, writesNothing } from '../../src/simulate/index';
import { dag, file, leaf, nodeOf, played, shapes, steps } from './play';

const retried = (retryStrategy: RetryStrategy, main: readonly Outcome[], more = {}) =>
  played({ templates: [leaf('main', { retryStrategy, outputs: file('v'), ...more })], scenario: { main } });

describe('a retry', () => {
  it('is a Retry node with attempts X(0), X(1) …, and has the phase and outputs of the last one', () => {
    const one = retried({ limit: '2' }, [fails(1), fails(1), succeeds({ v: '7' })]);
    expect(shapes(one)).toEqual(['(0) Pod Failed', '(1) Pod Failed', '(2) Pod Succeeded']);
    expect([nodeOf(one, '').type, nodeOf(one, '').phase, nodeOf(one, '').outputs]).toEqual([
      'Retry',
      'Succeeded',
      { v: '7' },
    ]);
  });

  it('with a limit L makes L+1 attempts', () => {
    const one = retried({ limit: '2' }, [fails(1)]);
    expect(shapes(one)).toHaveLength(3);
    expect(one.message).toBe('No more retries left');
  });

  it('without a limit goes on until it succeeds', () => {
    expect(shapes(retried({}, [...Array.from({ length: 12 }, () => fails(1)), succeeds()]))).toHaveLength(13);
  });

  it.each([
    [{ limit: '1' }, fails(1), 2],
    [{ limit: '1' }, writesNothing, 1],
    [{ limit: '1', retryPolicy: 'OnError' }, writesNothing, 2],
    [{ limit: '1', retryPolicy: 'OnError' }, fails(1), 1],
    [{ limit: '1', retryPolicy: 'Always' }, writesNothing, 2],
    [{ limit: '1', retryPolicy: 'Always' }, fails(1), 2],
    [{ limit: '1', expression: 'true' }, writesNothing, 2],
    [{ limit: '1', expression: 'true' }, fails(1), 2],
    [{ limit: '1', retryPolicy: 'OnTransientError' }, fails(1), 1],
    [{ limit: '1', retryPolicy: 'OnTransientError' }, fails(1, {}, { message: 'read: connection reset by peer' }), 2],
  ] as const)('%o after %o: OnFailure is the default, Always with an expression', (strategy, outcome, attempts) => {
    expect(shapes(retried(strategy, [outcome]))).toHaveLength(attempts);
  });

  it('that its policy does not want keeps the message of the attempt', () => {
    expect(retried({ limit: '1', retryPolicy: 'OnError' }, [fails(3)]).message).toBe('main: Error (exit code 3)');
  });

  it.each([
    ["lastRetry.exitCode == '1'", [fails(1), fails(2)], 2],
    ["lastRetry.status == 'Error'", [writesNothing, fails(1)], 2],
    ['asInt(lastRetry.duration) < 60', [fails(1), fails(1, {}, { takes: '2m' })], 2],
    ["lastRetry.message contains 'exit code 1'", [fails(1), fails(2)], 2],
    ['asInt(retries) < 2', [fails(1)], 3],
  ] as const)('goes by its expression: %s', (expression, outcomes, attempts) => {
    const one = retried({ limit: '9', expression }, outcomes);
    expect(shapes(one)).toHaveLength(attempts);
    expect(one.message).toBe('retryStrategy.expression evaluated to false');
  });

  it('knows of an unknown exit code -1 in the expression, and 0 in the body', () => {
    const errs: Outcome = { kind: 'error' };
    expect(shapes(retried({ limit: '5', expression: "lastRetry.exitCode == '-1'" }, [errs, fails(1)]))).toHaveLength(2);
    const templates = [
      leaf('main', {
        retryStrategy: { limit: '1', retryPolicy: 'Always' },
        outputs: {
          parameters: [{ name: 'v', valueFrom: { path: '/v', default: '{{lastRetry.exitCode}} {{retries}}' } }],
        },
      }),
    ];
    const one = played({ templates, scenario: { main: [errs, succeeds({ v: null })] } });
    expect(nodeOf(one, '').outputs.v).toBe('0 1');
  });

  it('checks the limit before the expression', () => {
    expect(retried({ limit: '0', expression: 'false' }, [fails(1)]).message).toBe('No more retries left');
  });

  it('backs off by duration*factor^(n-1), up to a cap', () => {
    const waits = (backoff: NonNullable<RetryStrategy['backoff']>) => {
      const one = retried({ limit: '3', backoff }, [fails(1)]);
      const attempts = one.nodes.slice(1);
      return attempts
        .slice(1)
        .map((attempt, i) => (attempt.startedAt.getTime() - (attempts[i]?.finishedAt?.getTime() ?? 0)) / 1_000);
    };
    expect(waits({ duration: '10s', factor: '2' })).toEqual([10, 20, 40]);
    expect(waits({ duration: '10', factor: '2', cap: '15s' })).toEqual([10, 15, 15]);
    expect(waits({ duration: '1m' })).toEqual([60, 60, 60]);
  });

  it('without a limit does not wait', () => {
    const [, first, second] = retried({ backoff: { duration: '1h' } }, [fails(1), succeeds()]).nodes;
    expect(second?.startedAt).toEqual(first?.finishedAt);
  });

  it('ends at its longest duration, or when the wait would be longer', () => {
    const [slow, soon] = [fails(1, {}, { takes: '2m' }), fails(1)];
    expect(retried({ limit: '5', backoff: { duration: '1s', maxDuration: '1m' } }, [slow]).phase).toBe('Failed');
    expect(retried({ limit: '5', backoff: { duration: '2m', maxDuration: '1m' } }, [soon]).message).toBe(
      'Backoff would exceed max duration limit',
    );
  });

  it('of the workflow is that of every template, steps and dags too', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), leaf('leaf')],
      spec: { retryStrategy: { limit: '1' } },
      scenario: { a: [fails(1), fails(1), succeeds()] },
    });
    expect(shapes(one)).toEqual([
      '(0) Steps Failed',
      '(0)[0] StepGroup Failed',
      '(0)[0].a Retry Failed',
      '(0)[0].a(0) Pod Failed',
      '(0)[0].a(1) Pod Failed',
      '(1) Steps Succeeded',
      '(1)[0] StepGroup Succeeded',
      '(1)[0].a Retry Succeeded',
      '(1)[0].a(0) Pod Succeeded',
    ]);
    expect(one.phase).toBe('Succeeded');
  });

  it('ends with the workflow deadline, before anything else', () => {
    const one = played({
      templates: [leaf('main', { retryStrategy: { limit: '9' } })],
      scenario: { main: fails(1, {}, { takes: '1m' }) },
      spec: { activeDeadlineSeconds: 90 },
    });
    expect(one.phase).toBe('Failed');
    expect(one.message).toMatch(/^retry exceeded workflow deadline 2026-01-01 00:01:30 \+0000 UTC/);
  });

  it('in a DAG lets what comes after see the last attempt', () => {
    const one = played({
      templates: [
        dag('main', [
          { name: 'a', template: 'retried' },
          {
            name: 'b',
            template: 'tell',
            depends: 'a',
            arguments: { parameters: [{ name: 'x', value: '{{tasks.a.outputs.parameters.v}} {{tasks.a.exitCode}}' }] },
          },
        ]),
        leaf('retried', { outputs: file('v'), retryStrategy: { limit: '1' } }),
        leaf('tell', { inputs: { parameters: [{ name: 'x' }] } }),
      ],
      scenario: { a: [fails(1), succeeds({ v: '7' })] },
    });
    expect(nodeOf(one, 'b').inputs.x).toBe('7 0');
  });
});
