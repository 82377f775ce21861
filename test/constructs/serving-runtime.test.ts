import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { kserve } from '../../src/engines/kserve/index';
import { type ServingRuntimeProps, secretKey } from '../../src/index';
import { ownRuntime } from '../engines/kserve/definitions';

function emitted(more: Partial<ServingRuntimeProps> = {}) {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  ownRuntime(chart, more);
  return chart.toJson().find(({ kind }) => kind === 'ServingRuntime');
}

describe('a ServingRuntime of an image', () => {
  it('is chosen by name only, and keeps the restricted profile', () => {
    const { metadata, spec } = emitted();
    expect(metadata).toMatchObject({ name: 'acme', namespace: 'fraud-staging' });
    expect(spec).toMatchObject({
      supportedModelFormats: [{ name: 'sklearn', version: '1', autoSelect: false }],
      protocolVersions: ['v1', 'v2'],
      multiModel: false,
      volumes: [{ name: 'runtime-0', emptyDir: {} }],
    });
    expect(spec.containers).toEqual([
      {
        name: 'kserve-container',
        image: 'ghcr.io/acme/server:1.4.2',
        args: ['--model_name={{.Name}}', '--model_dir=/mnt/models'],
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: 'runtime-0', mountPath: '/home/server' }],
      },
    ]);
  });

  it('names no user on OpenShift, and says why it needs more', () => {
    const { spec } = emitted({
      engine: kserve('0.20', { platform: 'openshift' }),
      exempt: { writableRoot: 'the server unpacks itself' },
      env: { KEY: secretKey('keys', 'api') },
    });
    expect(spec.annotations).toEqual({ 'cdk8s-mlops/writable-root': 'the server unpacks itself' });
    expect(spec.containers[0].securityContext).not.toHaveProperty('runAsUser');
    expect(spec.containers[0].securityContext).not.toHaveProperty('readOnlyRootFilesystem');
    expect(spec.containers[0].env).toEqual([
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'api' } } },
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['no target', { engine: undefined }, /MLP2203/],
    ['the latest image', { image: { reference: 'ghcr.io/acme/server:latest' } }, /MLP1201/],
    ['no formats', { formats: [] }, /MLP2204: the formats are \[\]/],
    ['a format that is none', { formats: [{ name: 'a b' }] }, /MLP2204: a format is/],
    ['a priority', { formats: [{ name: 'a', priority: 1 }] }, /MLP1007/],
    ['no protocols', { protocols: [] }, /MLP2204: the protocols are \[\]/],
    ['a protocol that there is not', { protocols: ['v3'] }, /MLP2204: the protocols are/],
    ['a port that there is not', { port: 0 }, /MLP2204: the port is 0/],
    ['a word for args', { args: '--a' }, /MLP2204: the args are '--a'/],
    ['a path of Python', { env: { PYTHONPATH: '/x' } }, /MLP2201: .* setting PYTHONPATH/],
    ['root without a reason', { user: 0 }, /MLP1207/],
  ])('is refused with %s', (_, more, says) => {
    expect(() => emitted(more as never)).toThrow(says);
  });
});
