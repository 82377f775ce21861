import type * as kubernetes from '../../../src/schemas/kubernetes/types';

const metadata = (name: string) => ({ name, namespace: 'models', labels: { app: name } });
const labels = { app: 'food' };

const template: kubernetes.PodTemplateSpec = {
  metadata: { labels },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'food',
        image: 'ghcr.io/acme/food:1.0.0',
        imagePullPolicy: 'IfNotPresent',
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        envFrom: [{ configMapRef: { name: 'food' } }],
        readinessProbe: { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
      },
    ],
    volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'cache' } }],
  },
};
const once: kubernetes.PodTemplateSpec = {
  ...template,
  spec: { containers: [], ...template.spec, restartPolicy: 'Never' },
};

const deployment: kubernetes.Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('food'),
  spec: { replicas: 2, selector: { matchLabels: labels }, template, strategy: { type: 'Recreate' } },
};
const service: kubernetes.Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata('food'),
  spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};
const job: kubernetes.Job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: metadata('train'),
  spec: { backoffLimit: 0, template: once },
};
const cron: kubernetes.CronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: metadata('collect'),
  spec: {
    schedule: '0 2 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { template: once } },
  },
};
const config: kubernetes.ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadata('food'),
  immutable: true,
  data: { 'main.mjs': 'export {};' },
};
const secret: kubernetes.Secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadata('registry'),
  type: 'Opaque',
  stringData: { token: 'x' },
};
const account: kubernetes.ServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('food') };
const rules: readonly kubernetes.PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps'], resourceNames: ['release-food'], verbs: ['get', 'update'] },
];
const role: kubernetes.Role = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: metadata('food'),
  rules,
};
const clusterRole: kubernetes.ClusterRole = { ...role, kind: 'ClusterRole', metadata: { name: 'food' } };
const subjects: readonly kubernetes.Subject[] = [{ kind: 'ServiceAccount', name: 'food', namespace: 'models' }];
const roleBinding: kubernetes.RoleBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: metadata('food'),
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'food' },
  subjects,
};
const clusterRoleBinding: kubernetes.ClusterRoleBinding = {
  ...roleBinding,
  kind: 'ClusterRoleBinding',
  metadata: { name: 'food' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'food' },
};
const claim: kubernetes.PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: metadata('cache'),
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const autoscaler: kubernetes.HorizontalPodAutoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: metadata('food'),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'food' },
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
  },
};
const network: kubernetes.NetworkPolicy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata('food'),
  spec: {
    podSelector: { matchLabels: labels },
    policyTypes: ['Egress'],
    egress: [
      { ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] },
    ],
  },
};
const budget: kubernetes.PodDisruptionBudget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: metadata('food'),
  spec: { maxUnavailable: '50%', selector: { matchLabels: labels } },
};
const ingress: kubernetes.Ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: metadata('food'),
  spec: {
    rules: [
      {
        host: 'food.example.com',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'food', port: { name: 'http' } } } }],
        },
      },
    ],
  },
};

export const kubernetesDocuments = [
  ...[deployment, service, job, cron, config, secret, account, role, clusterRole, roleBinding, clusterRoleBinding],
  ...[claim, autoscaler, network, budget, ingress],
];
