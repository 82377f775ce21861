import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  DataSource,
  ModelClaim,
  modelFileDigest,
  pipeline,
  secretKey,
  TrainingClaim,
  WorkflowTemplate,
} from '../../src/index';
import { contradictions, contract as copying } from '../../src/programs/copy-model/contract';
import { contract as measuring } from '../../src/programs/digest-model/contract';
import { readEnvironment } from '../../src/programs/environment';
import { emittedBy as argoEmittedBy } from '../engines/argo/emitted';
import { emittedBy as tektonEmittedBy } from '../engines/tekton/emitted';
import { engine } from './nouns';

const claims = (chart: Chart) => ({
  models: new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'cephfs' }),
  training: new TrainingClaim(chart, 'model-storage-gpu-pvc', { size: '10Gi', storageClass: 'gp3-csi' }),
});

function copied(chart: Chart) {
  const { models, training } = claims(chart);
  const file = `${models.folder}/trained/forecast/model.pkl`;
  const copy = training.copyTo(models, {
    file: `${training.folder}/forecast/model.pkl`,
    to: file,
    placement: { nodeSelector: { storage: 'both' } },
  });
  const measured = modelFileDigest({ file, mounts: { [models.folder]: models.volume } });
  return pipeline('w', {}, (p) => {
    p.step(measured, {}, { after: [p.step(copy)] });
  });
}

const onArgo = argoEmittedBy((chart) => new WorkflowTemplate(chart, 'w', { engine, pipeline: copied(chart) }));
const onTekton = tektonEmittedBy(
  (chart) => new Pipeline(chart, 'w', { engine: tekton('1.15'), pipeline: copied(chart) }),
);

type Variables = readonly { readonly name: string; readonly value?: string }[];

describe.each([
  ['Argo', (name: string) => onArgo.template(name).container?.env as Variables, onArgo.manifests],
  [
    'Tekton',
    (name: string) => onTekton.spec(name).steps?.find(({ env }) => (env ?? []).length > 1)?.env as Variables,
    onTekton.manifests,
  ],
] as const)('a model that is copied between claims, on %s', (_, envOf, manifests) => {
  const told = (name: string) => Object.fromEntries(envOf(name).map(({ name, value = '' }) => [name, value]));

  it('is copied by a program that understands what it is told', () => {
    expect(readEnvironment(told('copy-model'), copying, contradictions)).toMatchObject({
      file: '/mnt/training/forecast/model.pkl',
      target: '/mnt/models/trained/forecast/model.pkl',
      claim: '/mnt/models',
    });
    expect(readEnvironment(told('digest-model'), measuring).file).toBe('/mnt/models/trained/forecast/model.pkl');
  });

  it('is on a claim that one node mounts, and its copy on one that all do', () => {
    const modes = manifests.flatMap(({ kind, metadata, spec }) =>
      kind === 'PersistentVolumeClaim' ? [[metadata.name, (spec as { accessModes: unknown }).accessModes]] : [],
    );
    expect(Object.fromEntries(modes)).toEqual({
      'model-storage-pvc': ['ReadWriteMany'],
      'model-storage-gpu-pvc': ['ReadWriteOnce'],
    });
  });

  it('mounts both claims into the copying pod, that of training for reading only', () => {
    const text = JSON.stringify(manifests);
    expect(text).toContain('{"claimName":"model-storage-gpu-pvc","readOnly":true}');
    // On Tekton it stands in the run that is created, as text.
    expect(text.replace(/\\n|\\| /g, '')).toContain('"nodeSelector":{"storage":"both"}');
  });
});

describe('TrainingClaim', () => {
  const at = () => claims(new Chart(new App(), 'c', { namespace: 'aiops' }));
  it.each([
    ['/mnt/models/a/model.pkl', '/mnt/models/b/model.pkl'],
    ['/elsewhere/model.pkl', '/mnt/models/b/model.pkl'],
    ['/mnt/training/model.pkl', '/mnt/training/other.pkl'],
    ['/mnt/training/../models/model.pkl', '/mnt/models/b/model.pkl'],
    ['/mnt/training/model.pkl', 'b/model.pkl'],
    ['/mnt/training/model.txt', '/mnt/models/b/model.pkl'],
  ])('refuses to copy %s to %s', (file, to) => {
    const { training, models } = at();
    expect(() => training.copyTo(models, { file, to })).toThrow(/MLP3052/);
  });

  it('refuses a digest of what is no model', () => {
    expect(() => modelFileDigest({ file: 'model.pkl', mounts: {} })).toThrow(/MLP3052/);
  });
});

describe('what a notebook is told of its data', () => {
  const told = (more: object) =>
    Object.fromEntries(
      DataSource.prometheus('https://prometheus.monitoring.svc:9091', {
        default: 'hybrid',
        ...more,
      }).notebook.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
    );

  it('is where it is, what to ask, how much to make up, and how far apart points are', () => {
    expect(told({ queries: { cpu: 'rate(a{b=~"x$"}[5m])' }, token: secretKey('prometheus', 'token') })).toEqual({
      PROMETHEUS_URL: 'https://prometheus.monitoring.svc:9091',
      PROMETHEUS_TOKEN: { secretKeyRef: { name: 'prometheus', key: 'token' } },
      // What the kubelet makes one sign of.
      PROMETHEUS_QUERIES: JSON.stringify({ cpu: 'rate(a{b=~"x$$"}[5m])' }),
      PROMETHEUS_STEP: '300s',
      SYNTHETIC_SHARES: '{"synthetic":1,"prometheus":0.2,"hybrid":0.5}',
    });
    expect(told({ syntheticShare: { prometheus: 0 }, step: Duration.minutes(1) })).toMatchObject({
      PROMETHEUS_STEP: '60s',
      SYNTHETIC_SHARES: '{"synthetic":1,"prometheus":0,"hybrid":0.5}',
    });
    expect(DataSource.synthetic().notebook).toEqual([{ name: 'SYNTHETIC_SHARES', value: '{"synthetic":1}' }]);
  });

  it.each([
    [{ hybrid: 1.5 }],
    [{ prometheus: -0.1 }],
    [{ prometheus: 'some' }],
    [{ synthetic: 0.5 }],
    [{ hybrid: NaN }],
  ])('is no share of %j', (syntheticShare) => {
    expect(() => told({ syntheticShare })).toThrow(/MLP\d{4}/);
  });
});
