import type { KubeObject } from '../api/json';

/** A pod as the engines make it, as far as the stand-in looks at it. */
export interface Pod extends KubeObject {
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly automountServiceAccountToken?: boolean;
    readonly activeDeadlineSeconds?: number;
    readonly securityContext?: {
      readonly runAsUser?: number;
      readonly runAsNonRoot?: boolean;
      readonly fsGroup?: number;
    };
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes?: readonly Volume[];
  };
  readonly status?: { readonly phase?: string; readonly startTime?: string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly workingDir?: string;
  readonly securityContext?: {
    readonly readOnlyRootFilesystem?: boolean;
    readonly runAsUser?: number;
    readonly runAsNonRoot?: boolean;
  };
  readonly terminationMessagePath?: string;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyRef;
    readonly configMapKeyRef?: KeyRef;
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: unknown;
  readonly configMap?: { readonly name: string; readonly items?: readonly KeyToPath[] };
  readonly secret?: { readonly secretName: string; readonly items?: readonly KeyToPath[] };
  readonly downwardAPI?: { readonly items?: readonly AnnotationFile[] };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

/** A file with an annotation of the pod. */
export interface AnnotationFile {
  readonly path: string;
  readonly fieldRef?: { readonly fieldPath: string };
}

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
}

/** Argo's template in a pod. */
export interface Template {
  readonly name: string;
  readonly outputs?: {
    readonly parameters?: readonly TemplateOutput[];
    readonly artifacts?: readonly TemplateArtifact[];
    readonly result?: string;
  };
}

export interface TemplateOutput {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly path?: string; readonly default?: string };
}

export interface TemplateArtifact {
  readonly name: string;
  readonly path?: string;
  readonly optional?: boolean;
}
