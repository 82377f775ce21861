/**
 * The spec of a `NotebookValidationJob` as far as pipelines use it.
 *
 * @see https://github.com/tosin2013/jupyter-notebook-validator-operator
 * @public
 */
export interface NotebookSpec {
  readonly notebook: NotebookSource;
  readonly podConfig: NotebookPod;
  /** A notebook with the outputs that must come out. */
  readonly goldenNotebook?: NotebookSource | undefined;
  readonly comparisonConfig?:
    | {
        readonly strategy?: 'exact' | 'normalized' | undefined;
        /** A number as text: `'0.01'`. */
        readonly floatingPointTolerance?: string | undefined;
        readonly ignoreTimestamps?: boolean | undefined;
        readonly ignoreExecutionCount?: boolean | undefined;
        readonly ignoreOutputTypes?: readonly string[] | undefined;
      }
    | undefined;
  readonly validationConfig?:
    | {
        readonly level?: 'learning' | 'development' | 'staging' | 'production' | undefined;
        readonly strictMode?: boolean | undefined;
        readonly detectSilentFailures?: boolean | undefined;
        readonly checkOutputTypes?: boolean | undefined;
      }
    | undefined;
  /** As Go writes times: `15m`, `1h30m`. */
  readonly timeout?: string | undefined;
}

/** @public */
export interface NotebookSource {
  /** Ends in `.ipynb`. */
  readonly path: string;
  readonly git: {
    readonly url: string;
    /** Branch, tag or commit. */
    readonly ref: string;
    readonly credentialsSecret?: string | undefined;
  };
}

/** @public */
export interface NotebookPod {
  readonly containerImage: string;
  readonly serviceAccountName?: string | undefined;
  readonly resources?:
    | {
        readonly requests?: { readonly [resource: string]: string } | undefined;
        readonly limits?: { readonly [resource: string]: string } | undefined;
      }
    | undefined;
  readonly env?: readonly NotebookVariable[] | undefined;
  readonly envFrom?:
    | readonly {
        readonly secretRef?: { readonly name: string } | undefined;
        readonly configMapRef?: { readonly name: string } | undefined;
      }[]
    | undefined;
  /** From operator 1.0.5 on. */
  readonly volumes?:
    | readonly {
        readonly name: string;
        readonly persistentVolumeClaim: { readonly claimName: string; readonly readOnly?: boolean | undefined };
      }[]
    | undefined;
  /** From operator 1.0.5 on. */
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[] | undefined;
  readonly nodeSelector?: { readonly [label: string]: string } | undefined;
  readonly tolerations?:
    | readonly {
        readonly key?: string | undefined;
        readonly operator?: 'Exists' | 'Equal' | undefined;
        readonly value?: string | undefined;
        readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' | undefined;
      }[]
    | undefined;
}

/** @public */
export interface NotebookVariable {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?:
    | {
        readonly secretKeyRef?: { readonly name: string; readonly key: string } | undefined;
        readonly configMapKeyRef?: { readonly name: string; readonly key: string } | undefined;
      }
    | undefined;
}

/** Which definition of the kind is installed. @public */
export interface NotebookOperator {
  /** Version of the operator; before 1.0.5 its definition has no volumes. */
  readonly version: string;
  /** @default 'mlops.mlops.dev/v1alpha1' */
  readonly apiVersion?: string | undefined;
}
