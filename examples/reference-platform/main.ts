import { ApiObject, Chart } from 'cdk8s';
import { GitOpsApp, ReferencePlatform, secretKey } from 'cdk8s-mlops';

const app = new GitOpsApp({ folder: 'reference-platform', syncWaves: true });
const namespace = 'gourmetgram-platform';
const chart = new Chart(app, 'platform', { namespace });

// Lets no pod in that needs more than the restricted profile.
new ApiObject(new Chart(app, 'namespace'), 'namespace', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: namespace,
    labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops', 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
});

new ReferencePlatform(chart, 'platform', {
  storageClass: null,
  database: { password: secretKey('mlflow-database', 'password') },
  objectStore: {
    credentials: {
      accessKeyId: secretKey('object-store', 'access-key'),
      secretAccessKey: secretKey('object-store', 'secret-key'),
    },
  },
  mlflow: { port: 8000 },
  reachableFrom: ['argo', 'gourmetgram-staging', 'gourmetgram-canary', 'gourmetgram-production'],
});

app.synth();
