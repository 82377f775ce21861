import { Duration } from 'cdk8s';
import {
  argo,
  artifact,
  configKey,
  fmt,
  Image,
  integer,
  pipeline,
  secretKey,
  task,
  text,
  type Unit,
  Volume,
} from '../../../../src/index';
import { image } from '../units';
import { type Definition, emits } from './definition';

const pinned = Image.pinned(`registry.example.com:5000/acme/train@sha256:${'0'.repeat(64)}`);
const one = (unit: Unit<{}, unknown>, engine = argo('4.0')): Definition =>
  emits(
    pipeline('it', {}, (p) => void p.step(unit)),
    engine,
  );

const data = Volume.shared('data', { size: '10Gi', accessMode: 'ReadWriteMany', storageClass: 'fast' });
const work = Volume.scratch({ sizeLimit: '2Gi' });

const everything = task('everything', {
  image: pinned,
  inputs: { epochs: integer({ default: 5, min: 1 }), note: text({ default: '$(HOME) $$' }) },
  outputs: { version: text(), count: integer({ default: 0 }), model: artifact('/work/model.pt') },
  command: ({ inputs }) => ['python', 'flow.py', fmt`--epochs=${inputs.epochs}`, inputs.note, '--literal=$(A)'],
  env: ({ inputs }) => ({
    NOTE: inputs.note,
    JSON: '{"a": {"b": "c"}}',
    PASSWORD: secretKey('mlflow', 'password'),
    LEVEL: configKey('app', 'log.level'),
  }),
  resources: { cpu: { request: '500m', limit: '2' }, memory: { request: '1Gi', limit: '2Gi' }, gpu: { count: 2 } },
  nodeSelector: { 'nvidia.com/gpu.product': 'A100' },
  tolerations: [{ key: 'gpu' }, { key: 'team', value: 'ml', effect: 'NoSchedule' }],
  mounts: {
    '/work': work,
    '/data': data,
    '/models': Volume.claim('models', { readOnly: true }),
    '/secret': Volume.secret('mlflow.client'),
    '/settings': Volume.configMap('settings'),
    '/conf': Volume.files('conf', { 'a.json': '{}', 'b.bin': new Uint8Array([0, 255]) }),
  },
  writable: ['/home/app/.cache', '/input/artifacts'],
  workingDir: '/app',
  user: 2000,
  timeout: Duration.minutes(90),
  retry: { limit: 3, on: 'always', backoff: { first: Duration.seconds(5), factor: 3, cap: Duration.minutes(10) } },
  imagePullSecrets: ['registry'],
  init: [{ name: 'fetch', image, command: ['fetch'], mounts: { '/fetched': work } }],
  sidecars: [
    {
      name: 'proxy',
      image: Image.tagged('proxy:2.1'),
      command: ['proxy'],
      env: { PORT: '8080' },
      resources: { cpu: '10m', memory: '32Mi' },
    },
    { name: 'cache', image, command: ['cache'], mounts: { '/data': data }, writable: ['/var/cache'] },
  ],
  access: [
    { apiGroup: '', resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroup: '', resources: ['configmaps'], verbs: ['get', 'update'], names: ['release-app-staging'] },
  ],
});

/** What a pod has. */
export const pods: { readonly [what: string]: Definition } = {
  'a task with everything': one(everything),
  'a task with everything on OpenShift': one(everything, argo('4.0', { platform: 'openshift' })),
  'a task with everything for Argo 3.7': one(everything, argo('3.7')),
  'a task that writes to its root file system, with a reason': one(
    task('writes', { image, command: ['w'], exempt: { writableRoot: 'the tool installs plugins' } }),
  ),
};

/** What only a namespace takes that does not enforce the restricted profile. */
export const asRoot: Definition = one(
  task('root', { image, command: ['r'], exempt: { runAsRoot: 'the driver of the card needs it' } }),
);
