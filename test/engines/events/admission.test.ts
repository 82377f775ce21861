import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../src/core/error';
import { eventBusRefusals } from '../../../src/engines/events/admission/event-bus';
import { eventSourceRefusals } from '../../../src/engines/events/admission/event-source';
import { sensorRefusals } from '../../../src/engines/events/admission/sensor';
import { ArgoEventBus, ArgoEventSource, ArgoSensor, argoEvents } from '../../../src/engines/events/index';
import { canJudge, judging } from '../../conformance/judging';
import { type Rejected, rejected, taken } from './rejected';

type Row = Omit<Rejected, 'says'>;

const refusalsOf = ({ kind, spec }: Row): readonly string[] => {
  const given = spec as never;
  if (kind === 'EventBus') return [...eventBusRefusals(given)];
  return kind === 'EventSource' ? [...eventSourceRefusals(given)] : [...sensorRefusals(given)];
};

const emit = ({ kind, spec }: Row, annotations = {}): unknown => {
  const chart = new Chart(new App(), 'test', { namespace: 'fraud' });
  const props = { metadata: { name: 'fraud', annotations }, spec: spec as never };
  if (kind === 'EventBus') return new ArgoEventBus(chart, 'object', props);
  return kind === 'EventSource' ? new ArgoEventSource(chart, 'object', props) : new ArgoSensor(chart, 'object', props);
};

function thrownBy(make: () => unknown): PipelineError {
  try {
    make();
  } catch (problem) {
    if (PipelineError.is(problem)) return problem;
    throw problem;
  }
  throw new Error('nothing was thrown');
}

describe('Argo Events is not given', () => {
  it.each(rejected)('$what', (row) => {
    const [first = 'nothing'] = refusalsOf(row);
    expect(first).toContain(row.says);
    const { code, message } = thrownBy(() => emit(row));
    expect({ code, message }).toEqual({ code: 'MLP2401', message: expect.stringContaining(row.says) });
  });

  it('a Service with a name that is too long', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'fraud' });
    const metadata = { name: 'a'.repeat(48) };
    const spec = { sqs: { trained: { region: 'a', queue: 'a' } } };
    expect(() => new ArgoEventSource(chart, 'object', { metadata, spec })).toThrow(/MLP2002.*48 characters/);
  });
});

describe('Argo Events is given', () => {
  it.each(taken)('$what', (row) => {
    expect(refusalsOf(row)).toEqual([]);
    expect(() => emit(row)).not.toThrow();
  });
});

describe('what Argo Events takes and should not', () => {
  const hook = { endpoint: '/', port: '12000' };
  const key = { name: 'a', key: 'b' };
  it.each<[string, object, RegExp]>([
    ['a webhook for anybody', { webhook: { a: hook } }, /spec.webhook.a has no authSecret/],
    ['GitHub without a signature', { github: { a: { organizations: ['a'], webhook: hook } } }, /has no webhookSecret/],
    [
      'a server that is not looked at',
      { nats: { a: { url: 'a', subject: 'a', tls: { insecureSkipVerify: true } } } },
      /trusts every server/,
    ],
    [
      'keys that are sent without TLS',
      { minio: { a: { endpoint: 'a', bucket: { name: 'a' }, accessKey: key, secretKey: key, insecure: true } } },
      /without TLS/,
    ],
  ])('is refused: %s, unless a reason is given', (what, spec, says) => {
    const row = { what, kind: 'EventSource', spec: spec as never } as const;
    expect(thrownBy(() => emit(row))).toMatchObject({ code: 'MLP2402', message: expect.stringMatching(says) });
    expect(() => emit(row, { 'cdk8s-mlops/unprotected': 'reachable from one namespace only' })).not.toThrow();
  });

  const workflow = { spec: { arguments: { parameters: [{ name: 'a' }] } } };
  const sensorOf = (template: object, more: object = {}) => ({
    what: '',
    kind: 'Sensor' as const,
    spec: {
      dependencies: [{ name: 'push', eventSourceName: 'a', eventName: 'b' }],
      triggers: [{ template: { name: 'run', ...template }, ...more }],
    } as never,
  });
  const create = (...parameters: readonly (readonly [string, string])[]) => ({
    k8s: {
      source: { resource: workflow },
      parameters: parameters.map(([dependencyName, dest]) => ({ src: { dependencyName, dataKey: 'a' }, dest })),
    },
  });
  it.each<[string, ReturnType<typeof sensorOf>, RegExp]>([
    ['waits for no dependency', sensorOf({ ...create(), conditions: 'push && pull' }), /waits for pull, which is no/],
    [
      'takes a value of no dependency',
      sensorOf(create(['pull', 'spec.arguments.parameters.0.value'])),
      /takes a value of pull/,
    ],
    [
      'sets a parameter that there is not',
      sensorOf(create(['push', 'spec.arguments.parameters.1.value'])),
      /but the run has 1 parameters/,
    ],
    ['tries again what nobody hears of', sensorOf(create(), { retryStrategy: { steps: 3 } }), /without atLeastOnce/],
  ])('is refused: a trigger that %s', (_, row, says) => {
    expect(thrownBy(() => emit(row))).toMatchObject({ code: 'MLP2402', message: expect.stringMatching(says) });
  });

  it('is refused: another version of Argo Events', () => {
    expect(() => argoEvents('1.8' as never)).toThrow(/MLP2403: there is no target argoEvents\('1.8'\)/);
  });
});

describe.skipIf(!canJudge)("Argo Events' own validator", () => {
  const rows = [...rejected, ...taken];
  const said = judging(
    Object.fromEntries(
      rows.map(({ kind, spec }, i) => [
        `row-${i}`,
        JSON.stringify({
          apiVersion: 'argoproj.io/v1alpha1',
          kind,
          metadata: { name: 'fraud', namespace: `n${i}` },
          spec,
        }),
      ]),
    ),
  );

  it.each(rows.map((row, i) => ({ ...row, i })))('says the same of $what ($kind)', ({ i, ...row }) => {
    const { verdict, message = '' } = said(`row-${i}`).find(({ judge }) => judge === 'Argo Events v1.9.11') ?? {};
    const [first] = refusalsOf(row);
    expect(verdict).toBe(first === undefined ? 'accepted' : 'rejected');
    // What its parsers of times say at the end is left out.
    expect(message.slice(0, first?.length)).toBe(first ?? '');
  });
});
