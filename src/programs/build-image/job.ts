import type { JsonRecord } from '../json-value';
import { buildkit } from './buildkit';
import type { Configuration } from './configuration';
import type { Builder } from './contract';
import { kaniko } from './kaniko';

/** What is built, and what its image is called. @internal */
export interface Wanted {
  readonly commit: string;
  /** With registry, repository and tag. */
  readonly destination: string;
}

/** The part of a pod in which the builders differ. @internal */
export interface BuilderPod {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly JsonRecord[];
  /** Where the credentials of the registry are looked for, as `config.json`. */
  readonly dockerConfig: string;
  readonly volumeMounts: readonly JsonRecord[];
  readonly volumes: readonly JsonRecord[];
  readonly podSecurity: JsonRecord;
  readonly containerSecurity: JsonRecord;
  /** Why it gets more than the restricted profile allows. */
  readonly exemption: string;
}

const pods: { readonly [B in Builder]: (configuration: Configuration, wanted: Wanted) => BuilderPod } = {
  buildkit,
  kaniko,
};

const dayInSeconds = 86_400;

/**
 * The Job that builds: one pod, tried once, in a namespace of its own, without a token of the cluster.
 *
 * A pod that its node gave up is not the build's failure, and is replaced.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * @internal
 */
export function jobOf(name: string, configuration: Configuration, wanted: Wanted): JsonRecord {
  const { builder, builderImage, namespace, pushSecret, buildSeconds, resources } = configuration;
  const pod = pods[builder](configuration, wanted);
  const labels = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops', 'app.kubernetes.io/component': 'build-image' };
  const annotations = { 'cdk8s-mlops/commit': wanted.commit, 'cdk8s-mlops/image': wanted.destination };
  const credentials = pushSecret === undefined ? undefined : credentialsOf(pushSecret, pod.dockerConfig);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels, annotations },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: buildSeconds,
      ttlSecondsAfterFinished: dayInSeconds,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: {
        metadata: { labels, annotations: { ...annotations, 'cdk8s-mlops/not-restricted': pod.exemption } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: pod.podSecurity,
          containers: [
            {
              name: 'build',
              image: builderImage,
              command: pod.command,
              args: pod.args,
              env: [...pod.env, { name: 'DOCKER_CONFIG', value: pod.dockerConfig }],
              resources,
              securityContext: pod.containerSecurity,
              // Its last lines are in the pod's status then, where this program reads them.
              terminationMessagePolicy: 'FallbackToLogsOnError',
              volumeMounts: [...pod.volumeMounts, ...(credentials === undefined ? [] : [credentials.mount])],
            },
          ],
          volumes: [...pod.volumes, ...(credentials === undefined ? [] : [credentials.volume])],
        },
      },
    },
  };
}

function credentialsOf(secret: string, folder: string): { readonly mount: JsonRecord; readonly volume: JsonRecord } {
  const items = [{ key: '.dockerconfigjson', path: 'config.json' }];
  return {
    mount: { name: 'registry', mountPath: folder, readOnly: true },
    volume: { name: 'registry', secret: { secretName: secret, items } },
  };
}

/** A variable that the container has from the Secret of the repository. @internal */
export function gitVariable(name: string, { gitSecret, gitSecretKey }: Configuration): readonly JsonRecord[] {
  if (gitSecret === undefined || gitSecretKey === undefined) return [];
  return [{ name, valueFrom: { secretKeyRef: { name: gitSecret, key: gitSecretKey } } }];
}
