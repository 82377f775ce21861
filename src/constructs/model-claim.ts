import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { type AccessMode, Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { contract, outcomes } from '../programs/publish-model/contract';
import { checkVariable } from './check-read';
import { claimObject } from './claim-object';

/** @public */
export interface ModelClaimProps {
  /** Kubernetes quantity, such as `10Gi`. */
  readonly size: string;
  /** Class of its storage; its name depends on what is installed. */
  readonly storageClass: string;
  /** @default 'ReadWriteMany' - pods of several nodes mount it: training, checks, and each that serves */
  readonly accessMode?: AccessMode | undefined;
  /** Why a claim that only one node can mount is enough: the cluster has one. */
  readonly singleNode?: string | undefined;
}

/** @public */
export interface PublishOptions {
  /** Where the file that was judged is; also on the claim, below `folder`. */
  readonly file: string;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type PublishTask = Task<
  { readonly digest: string },
  {
    readonly outcome: (typeof outcomes)[number];
    readonly modelVersion: string;
    readonly artifactUri: string;
    readonly runId: string;
    readonly digest: string;
  }
>;

const deadlineSeconds = 900;

/**
 * A PersistentVolumeClaim with models: each version has a folder of its own, `<model>/<version>`, that is never changed.
 *
 * @throws PipelineError MLP3052 for a claim that pods of several nodes can't mount.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 * @example
 * ```ts
 * const models = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'ocs-storagecluster-cephfs' });
 * const publish = models.publish('anomaly-detector', { file: `${models.folder}/trained/model.pkl` });
 * ```
 * @public
 */
export class ModelClaim extends Construct {
  /** Name of the claim; the id of the construct. */
  readonly name: string;
  /** To mount at `folder`. */
  readonly volume: Volume;
  /** Where tasks mount it. */
  readonly folder: string = '/mnt/models';
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: ModelClaimProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['size', 'storageClass', 'accessMode', 'singleNode'], 'ModelClaim', at);
    const { accessMode = 'ReadWriteMany', singleNode } = props;
    if (accessMode !== 'ReadWriteMany' && !(accessMode === 'ReadWriteOnce' && isReason(singleNode)))
      throw new PipelineError({
        code: 'MLP3052',
        message: `claim '${id}' is ${show(accessMode)}, and training, checks and what serves mount it on several nodes`,
        expected: "ReadWriteMany; or ReadWriteOnce with the reason in singleNode: 'the cluster has one node'",
        actual: accessMode,
        at,
      });
    this.name = id;
    this.apiObject = claimObject(this, {
      size: props.size,
      storageClass: props.storageClass,
      accessMode,
      ...(singleNode === undefined ? {} : { annotations: { 'cdk8s-mlops/single-node': singleNode } }),
    });
    this.volume = Volume.claim(id);
  }

  /** Folder of a model's versions, as KServe has it: `pvc://<claim>/<model>`. */
  address(model: string): string {
    checkVariable('MLP3052', 'the name of the model', contract.model, model);
    return `pvc://${this.name}/${model}`;
  }

  /** A task that puts the file that was judged into the folder of its version; the same run gets the same version. */
  publish(model: string, options: PublishOptions): PublishTask {
    checkProps(options, ['file', 'programImage'], 'publish', this.node.path);
    checkVariable('MLP3052', 'the name of the model', contract.model, model);
    checkVariable('MLP3052', 'the file to publish', contract.file, options.file);
    if (!options.file.startsWith(`${this.folder}/`) || options.file.startsWith(`${this.folder}/${model}/`))
      throw new PipelineError({
        code: 'MLP3052',
        message: `${show(options.file)} is to be published`,
        expected: `a file below ${this.folder}, and not below ${this.folder}/${model}, where only versions are`,
        actual: options.file,
        at: this.node.path,
      });
    return programTask(
      'publish-model',
      { name: 'publish-model', text: programText('publish-model') },
      {
        image: options.programImage,
        inputs: { digest: text({ pattern: /sha256:[0-9a-f]{64}/ }) },
        outputs: {
          outcome: oneOf(outcomes),
          modelVersion: text({ pattern: /[1-9][0-9]{0,14}/ }),
          artifactUri: text(),
          runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9._-]{0,127}/ }),
          digest: text({ pattern: /sha256:[0-9a-f]{64}/ }),
        },
        env: ({ inputs }) => ({
          MODEL_FILE: options.file,
          MODEL_DIGEST: inputs.digest,
          MODELS_FOLDER: this.folder,
          CLAIM: this.name,
          MODEL_NAME: model,
          RUN: runName,
          DEADLINE_SECONDS: String(deadlineSeconds),
        }),
        mounts: { [this.folder]: this.volume },
        timeout: programTimeout(deadlineSeconds),
      },
    );
  }
}

function isReason(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '';
}
