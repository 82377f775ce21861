import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Check, type LoadCheckOptions, Sample, StagingTestGate, secretKey } from '../../src/index';
import { readConfiguration } from '../../src/programs/check-load/configuration';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { engine, promotion } from './nouns';

const options: LoadCheckOptions = {
  path: '/predict',
  send: { requests: 100, concurrency: 10 },
  successRate: { above: 0.95 },
  p95: { below: Duration.seconds(2) },
};

const gate = (check: Check): Emitted =>
  emittedBy((chart) => new StagingTestGate(chart, 'gate', { engine, promotion, checks: [check] }));

describe('a check under load', () => {
  const check = Check.load({
    ...options,
    sample: Sample.json({ amount: 12.5 }),
    headers: { accept: 'application/json', authorization: secretKey('fraud-token', 'header') },
  });
  const template = gate(check).template('check-load-predict');
  const [k6] = template.initContainers ?? [];
  const environment = Object.fromEntries((template.container?.env ?? []).map(({ name, value }) => [name, value]));

  it('lets k6 send the load before the program judges it', () => {
    expect(k6?.image).toBe('docker.io/grafana/k6:1.8.1');
    expect([...(k6?.command ?? []), ...(k6?.args ?? [])].slice(0, 2)).toEqual(['k6', 'run']);
    const mounted = (mounts: readonly { name: string; mountPath: string }[] | undefined, path: string) =>
      mounts?.find(({ mountPath }) => mountPath === path)?.name;
    expect(mounted(k6?.volumeMounts, '/summary')).toBeDefined();
    expect(mounted(k6?.volumeMounts, '/summary')).toBe(mounted(template.container?.volumeMounts, '/summary'));
  });

  it('tells both the same, and only k6 the secret', () => {
    expect(readConfiguration(environment)).toEqual({
      load: {
        url: 'http://fraud.fraud-staging.svc.cluster.local:8080/predict',
        method: 'POST',
        headers: { accept: 'application/json', authorization: { env: 'HEADER_AUTHORIZATION' } },
        sample: { file: '/sample/sample.json', contentType: 'application/json' },
        statuses: [200],
        timeoutMs: 10_000,
        warmUpSeconds: 10,
        measure: { requests: 100, concurrency: 10 },
      },
      limits: { successRate: { above: 0.95 }, p95: { below: 2000 } },
      summaryFile: '/summary/summary.json',
    });
    const given = new Map(k6?.env?.map(({ name, ...value }) => [name, value]));
    expect(given.get('LOAD')).toEqual({ value: environment.LOAD });
    expect(given.get('HEADER_AUTHORIZATION')).toEqual({
      valueFrom: { secretKeyRef: { name: 'fraud-token', key: 'header' } },
    });
    expect(environment.HEADER_AUTHORIZATION).toBeUndefined();
  });

  it('may take as long as its slowest course', () => {
    const longest = 10 + 10 * 10 + 60 + 11;
    expect([longest + 300, template.timeout]).toEqual([481, '8m1s']);
    const byRate = Check.load({ ...options, send: { perSecond: 10, during: Duration.minutes(1) }, warmUp: false });
    expect(gate(byRate).template('check-load-predict').timeout).toBe('6m11s');
  });
});

describe('a load that can not be sent or judged', () => {
  const odd: readonly [Partial<Record<keyof LoadCheckOptions | 'rate', unknown>>, RegExp][] = [
    [{ path: 'predict' }, /MLP3002.*'predict'/],
    [{ send: undefined }, /sends undefined/],
    [{ send: { requests: 5, concurrency: 10 } }, /measure: expected requests and concurrency/],
    [{ send: { perSecond: 1.5, during: Duration.minutes(1) } }, /measure/],
    [{ successRate: undefined }, /successRate: expected \{ above \}/],
    [{ successRate: { above: 95 } }, /a share from 0 to 1/],
    [{ p95: undefined }, /without one no answer could be too slow/],
    [{ p95: { below: 2000 } }, /the p95 of Check\.load is below 2000, not a Duration/],
    [{ p95: { above: Duration.seconds(1) } }, /p95: expected/],
    [{ statuses: [] }, /statuses/],
    [{ method: 'GET', sample: Sample.json(1) }, /can not send a sample with GET/],
    [{ headers: { 'content-type': 'x' } }, /content-type is set by the program/],
    [{ rate: 10 }, /'rate'/],
  ];
  it.each(odd)('%j', (part, message) => {
    expect(() => Check.load({ ...options, ...part } as LoadCheckOptions)).toThrow(message);
  });
});
