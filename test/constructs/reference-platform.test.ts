import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { GitOpsApp } from '../../src/app';
import {
  configKey,
  Image,
  MlflowRegistry,
  ReferencePlatform,
  type ReferencePlatformProps,
  secretKey,
} from '../../src/index';
import type { Container, PodSpec } from '../../src/schemas/kubernetes/types';
import { documentsIn, read, temporaryFolder } from '../app/output';

const credentials = {
  accessKeyId: secretKey('object-store', 'access-key'),
  secretAccessKey: secretKey('object-store', 'secret-key'),
};
const least: ReferencePlatformProps = {
  storageClass: 'standard',
  database: { password: secretKey('mlflow-database', 'password') },
  objectStore: { credentials },
};

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly storageClassName?: string;
    readonly ports: readonly { readonly port: number }[];
    readonly ingress: readonly { readonly from: readonly unknown[] }[];
    readonly template: { readonly spec: PodSpec };
  };
}

function emitted(props: Partial<ReferencePlatformProps> = {}) {
  const chart = new Chart(new App(), 'c', { namespace: 'mlops' });
  const platform = new ReferencePlatform(chart, 'platform', { ...least, ...props });
  const manifests: readonly Manifest[] = chart.toJson();
  const of = (kind: string) => manifests.filter((each) => each.kind === kind);
  const pods = () => [...of('StatefulSet'), ...of('Deployment')].map(({ spec }) => spec.template.spec);
  const server = (name: string): Container => {
    const found = pods().flatMap(({ containers }) => containers);
    return found.find((each) => each.name === name) as Container;
  };
  return { platform, manifests, of, pods, server };
}

describe('a reference platform', () => {
  it('listens where MLflow, MinIO and PostgreSQL are looked for', () => {
    const { of } = emitted();
    expect(of('Service').map(({ metadata, spec }) => [metadata.name, ...spec.ports.map(({ port }) => port)])).toEqual([
      ['postgresql', 5432],
      ['minio', 9000, 9001],
      ['mlflow', 5000],
    ]);
  });

  it('hands out what registries and trainers take', () => {
    const { platform } = emitted();
    expect(platform.env).toEqual({ MLFLOW_TRACKING_URI: 'http://mlflow.mlops.svc.cluster.local:5000' });
    expect(MlflowRegistry.at(platform.mlflowUri, { model: 'fraud' }).url).toBe(platform.mlflowUri);
    expect(platform.store.url).toBe('http://minio.mlops.svc.cluster.local:9000');
  });

  it('gives trainers the keys only if they write to the bucket themselves', () => {
    const { platform } = emitted({ mlflow: { artifacts: 'direct', name: 'mlflow-v3', port: 8000 } });
    expect(platform.env).toEqual({
      MLFLOW_TRACKING_URI: 'http://mlflow-v3.mlops.svc.cluster.local:8000',
      ...platform.store.env,
    });
    expect(platform.env.AWS_SECRET_ACCESS_KEY).toEqual(credentials.secretAccessKey);
  });

  it('has no password in any manifest, and no default one', () => {
    const { pods } = emitted();
    const variables = pods().flatMap(({ containers, initContainers = [] }) =>
      [...containers, ...initContainers].flatMap(({ env = [] }) => env),
    );
    const secret = variables.filter(({ name }) => /PASSWORD|SECRET|ACCESS_KEY|ROOT_USER/.test(name));
    expect(secret.length).toBeGreaterThan(6);
    for (const { name, value, valueFrom } of secret)
      expect([name, value, valueFrom?.secretKeyRef?.key]).toEqual([name, undefined, expect.stringMatching(/./)]);
  });

  const text: unknown = expect.any(String);

  it('lets each server write to its claim and to empty folders, and to nothing else', () => {
    const { pods } = emitted();
    for (const { containers, initContainers = [], securityContext, ...pod } of pods()) {
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext, resources } of [...containers, ...initContainers]) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        });
        expect(resources).toMatchObject({ requests: { cpu: text, memory: text }, limits: { memory: text } });
      }
    }
  });

  it('names no user on OpenShift, which chooses one', () => {
    const { pods } = emitted({ platform: 'openshift' });
    for (const { securityContext } of pods()) {
      expect(securityContext).not.toHaveProperty('runAsUser');
      expect(securityContext).not.toHaveProperty('fsGroup');
    }
  });

  it('restarts no server because another one is away', () => {
    const { server } = emitted();
    expect(server('mlflow').livenessProbe?.httpGet?.path).toBe('/health');
    expect(server('mlflow').readinessProbe?.httpGet?.path).toContain('/experiments/search');
    expect(server('minio').livenessProbe?.httpGet?.path).toBe('/minio/health/live');
    expect(server('postgresql').livenessProbe).toHaveProperty('tcpSocket');
  });

  it('can be applied again: no Job, no name by chance, no template of a claim', () => {
    const { manifests } = emitted();
    expect(manifests.map(({ kind }) => kind)).not.toContain('Job');
    expect(JSON.stringify(manifests)).not.toMatch(/generateName|volumeClaimTemplates/);
    expect(manifests).toEqual(emitted().manifests);
  });

  it('makes the buckets before MLflow starts', () => {
    const { pods } = emitted({ objectStore: { credentials, buckets: ['mlflow', 'model-promotion'] } });
    const [made] = pods().flatMap(({ initContainers = [] }) => initContainers);
    expect(made?.env).toContainEqual({ name: 'BUCKETS', value: 'mlflow,model-promotion' });
  });

  it.each([
    [null, undefined],
    ['gp3', 'gp3'],
  ])('has claims of the class %s', (storageClass, expected) => {
    const claims = emitted({ storageClass }).of('PersistentVolumeClaim');
    expect(claims.map(({ spec }) => spec.storageClassName)).toEqual([expected, expected]);
  });

  it('keeps its claims when they are no longer among the manifests', () => {
    for (const { metadata } of emitted().of('PersistentVolumeClaim'))
      expect(metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      });
  });

  it('lets in whom it is told, and nobody to PostgreSQL but MLflow', () => {
    expect(emitted().of('NetworkPolicy')).toEqual([]);
    const policies = emitted({ reachableFrom: ['argo'] }).of('NetworkPolicy');
    const [database, ...others] = policies.map(({ spec }) => spec.ingress.flatMap(({ from }) => from));
    const mlflow = { 'app.kubernetes.io/name': 'mlflow', 'app.kubernetes.io/part-of': 'reference-platform' };
    expect(database).toEqual([{ podSelector: { matchLabels: mlflow } }]);
    const argo = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'argo' } } };
    expect(others).toEqual([
      [{ podSelector: {} }, argo],
      [{ podSelector: {} }, argo],
    ]);
  });

  it('takes other images and limits', () => {
    const { server } = emitted({
      mlflow: { image: Image.tagged('ghcr.io/acme/mlflow:3.17.2'), limits: { memory: '4Gi' } },
    });
    expect(server('mlflow')).toMatchObject({
      image: 'ghcr.io/acme/mlflow:3.17.2',
      resources: { requests: { cpu: '100m', memory: '4Gi' }, limits: { cpu: '2', memory: '4Gi' } },
    });
  });

  it('passes the lint, comes in waves, and says which Secrets it needs and how they are made', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir, syncWaves: true });
    const chart = new Chart(app, 'platform', { namespace: 'mlops' });
    const { mlflow } = new ReferencePlatform(chart, 'platform', { ...least, storageClass: null });
    app.synth();
    const text = read(outdir, 'REQUIRES.md');
    expect(text).toContain("kubectl create secret generic mlflow-database -n mlops --from-literal=password='…'\n");
    expect(text).toContain('kubectl get storageclass');
    // It brings the object store itself.
    expect(text).not.toContain('http://minio');
    expect(mlflow.kind).toBe('Deployment');
    const waves = documentsIn(read(outdir, 'platform.yaml')).map((document) => {
      const { kind, metadata } = document as { kind: string; metadata: { annotations?: Record<string, string> } };
      return [kind, metadata.annotations?.['argocd.argoproj.io/sync-wave']];
    });
    expect(waves).toContainEqual(['Deployment', '1']);
    for (const kind of ['PersistentVolumeClaim', 'StatefulSet'])
      expect(waves.filter((wave) => wave[0] === kind)).toEqual([
        [kind, undefined],
        [kind, undefined],
      ]);
  });

  it.each<[what: string, props: object, message: RegExp]>([
    ['a password that is text', { database: { password: 'hunter2' } }, /MLP3080: .*no key of a Secret as the password/],
    [
      'a password of a ConfigMap',
      { database: { password: configKey('c', 'password') } },
      /MLP3080: .*no key of a Secret as the password/,
    ],
    [
      'a key that is text',
      { objectStore: { credentials: { ...credentials, accessKeyId: 'minioadmin' } } },
      /MLP3071: the accessKeyId/,
    ],
    ['no class of storage', { storageClass: undefined }, /MLP3080: .*claims of the class undefined/],
    ['a bucket in capitals', { objectStore: { credentials, buckets: ['Mlflow'] } }, /MLP3072/],
    ['no bucket', { objectStore: { credentials, buckets: [] } }, /MLP3072/],
    ['a host with a port', { mlflow: { hosts: ['mlflow.example.com:80'] } }, /MLP3080: MLflow is asked by the name/],
    ['a port of root', { mlflow: { port: 80 } }, /MLP3080: MLflow listens at port 80/],
    ['MLflow called like MinIO', { mlflow: { name: 'minio' } }, /MLP3080: MLflow is called 'minio'/],
    ['artefacts that go nowhere', { mlflow: { artifacts: 'local' } }, /MLP3080: the artifacts of/],
    ['another platform', { platform: 'nomad' }, /MLP3080: .*for the platform 'nomad'/],
    ['namespaces as text', { reachableFrom: 'argo' }, /MLP3080: .*reachable from 'argo'/],
    ['a property misspelt', { mlflow: { artefacts: 'direct' } }, /MLP1007: .*did you mean 'artifacts'/],
    ['limits misspelt', { mlflow: { limits: { mem: '1Gi' } } }, /MLP1007: the limits of the server 'mlflow'/],
  ])('refuses %s, and repeats no secret', (_, props, message) => {
    const thrown = (() => {
      try {
        emitted(props as Partial<ReferencePlatformProps>);
      } catch (error) {
        return String(error);
      }
      return 'nothing';
    })();
    expect(thrown).toMatch(message);
    expect(thrown).not.toMatch(/hunter2|minioadmin/);
  });

  it('needs a namespace for its addresses', () => {
    const chart = new Chart(new App(), 'c');
    expect(() => new ReferencePlatform(chart, 'platform', least)).toThrow('MLP2008');
  });
});
