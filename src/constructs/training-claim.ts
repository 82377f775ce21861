import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Image } from '../core/container/image';
import type { Placement } from '../core/container/placement';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { contract, contradictions, outcomes } from '../programs/copy-model/contract';
import { checkVariable } from './check-read';
import { claimObject } from './claim-object';
import type { ModelClaim } from './model-claim';

/** @public */
export interface TrainingClaimProps {
  /** Kubernetes quantity, such as `10Gi`. */
  readonly size: string;
  /** Class of storage that the nodes which train can mount, such as `gp3-csi`. */
  readonly storageClass: string;
}

/** @public */
export interface CopyOptions {
  /** The trained file; below `folder` of this claim. */
  readonly file: string;
  /** Where the copy is; below `folder` of the claim of models. */
  readonly to: string;
  /** A node that can mount both claims. @default - any without a taint: not those with GPUs */
  readonly placement?: Placement | undefined;
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type CopyTask = Task<{}, { readonly outcome: (typeof outcomes)[number]; readonly digest: string }>;

/** For the file, and until the node that trained has let go of the claim. */
const deadlineSeconds = 600;

/**
 * A PersistentVolumeClaim that one node at a time mounts, for training on nodes that can't mount the claim of models, as
 * nodes with GPUs often can't. What was trained is copied from it before anything looks at the file.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 * @example
 * ```ts
 * const models = new ModelClaim(chart, 'model-storage-pvc', { size: '10Gi', storageClass: 'ocs-storagecluster-cephfs' });
 * const training = new TrainingClaim(chart, 'model-storage-gpu-pvc', { size: '10Gi', storageClass: 'gp3-csi' });
 * const copy = training.copyTo(models, {
 *   file: `${training.folder}/forecast/model.pkl`,
 *   to: `${models.folder}/trained/forecast/model.pkl`,
 * });
 * ```
 * @public
 */
export class TrainingClaim extends Construct {
  /** Name of the claim; the id of the construct. */
  readonly name: string;
  /** To mount at `folder`. */
  readonly volume: Volume;
  /** Where tasks mount it. */
  readonly folder: string = '/mnt/training';
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: TrainingClaimProps) {
    super(scope, id);
    checkProps(props, ['size', 'storageClass'], 'TrainingClaim', this.node.path);
    this.name = id;
    this.apiObject = claimObject(this, { ...props, accessMode: 'ReadWriteOnce' });
    this.volume = Volume.claim(id);
  }

  /**
   * A task that copies the trained file to the claim of models and proves that the copy has its bytes; it belongs after
   * training and before the check of the file.
   *
   * @throws PipelineError MLP3052 for a file that is not on this claim, or a copy that is not on the other.
   */
  copyTo(models: ModelClaim, options: CopyOptions): CopyTask {
    const at = this.node.path;
    checkProps(options, ['file', 'to', 'placement', 'programImage'], 'copyTo', at);
    const { file, to, placement = {}, programImage } = options;
    checkProps(placement, ['nodeSelector', 'tolerations'], 'the placement of copyTo', at);
    checkVariable('MLP3052', 'the file to copy', contract.file, file);
    checkVariable('MLP3052', 'the copy', contract.target, to);
    const [problem] = [
      ...(file.startsWith(`${this.folder}/`) ? [] : [`${show(file)} is not below ${this.folder}`]),
      ...contradictions({ file, target: to, claim: models.folder }),
    ];
    if (problem !== undefined)
      throw new PipelineError({
        code: 'MLP3052',
        message: `claim '${this.name}' is copied from ${show(file)} to ${show(to)}: ${problem}`,
        expected: `a file below ${this.folder}, to one below ${models.folder}`,
        at,
      });
    return programTask(
      'copy-model',
      { name: 'copy-model', text: programText('copy-model') },
      {
        image: programImage,
        outputs: { outcome: oneOf(outcomes), digest: text({ pattern: /sha256:[0-9a-f]{64}/ }) },
        env: {
          MODEL_FILE: file,
          TARGET_FILE: to,
          TARGET_CLAIM_FOLDER: models.folder,
          DEADLINE_SECONDS: String(deadlineSeconds),
        },
        mounts: { [this.folder]: Volume.claim(this.name, { readOnly: true }), [models.folder]: models.volume },
        ...placement,
        timeout: programTimeout(deadlineSeconds),
      },
    );
  }
}
