import type { ExplainerSpec, PredictorSpec, TransformerSpec } from '../../../schemas/kserve/types';
import type { Refusals } from './subject';

type Pods = Pick<PredictorSpec, 'containers' | 'model'>;

/** A model, or a server of one's own: one of them, and only one. @internal */
export function* onePredictor({ model, containers = [] }: Pods): Refusals {
  const own = containers.filter(({ name }) => name === 'kserve-container').length;
  const count = (model === undefined ? 0 : 1) + own;
  if (count !== 1 && !(count === 0 && containers.length > 0)) yield exactlyOne(predictorFields, 'PredictorSpec');
  if (model !== undefined || containers[0] === undefined) return;
  const protocol = containers[0].env?.find(({ name }) => name === 'PROTOCOL');
  if (protocol !== undefined && protocol.value !== 'v1' && protocol.value !== 'v2')
    // The wrong way round, as KServe says it.
    yield `invalid protocol v1, v2. Must be one of [${protocol.value ?? ''}]`;
}

/** @internal */
export function* oneTransformer({ containers = [] }: TransformerSpec): Refusals {
  if (containers.length === 0) yield exactlyOne(['PodSpec', 'ComponentExtensionSpec'], 'TransformerSpec');
}

/** @internal */
export function* oneExplainer({ art, containers = [] }: ExplainerSpec): Refusals {
  if ((art === undefined ? 0 : 1) + (containers.length === 0 ? 0 : 1) !== 1)
    yield exactlyOne(['ART', 'PodSpec', 'ComponentExtensionSpec'], 'ExplainerSpec');
  const { storage, storageUri = '' } = art ?? {};
  if (storage === undefined) return;
  const schemes = ['s3://', 'hdfs://', 'webhdfs://'];
  const fits = (text: string): boolean => schemes.some((scheme) => text.startsWith(scheme));
  const type = storage.parameters?.type;
  if (storageUri !== '') {
    if (!fits(storageUri))
      yield `storageUri, must be one of: [${schemes.join(', ')}] or match https://{}.blob.core.windows.net/{}/{} or be an absolute or relative local path. StorageUri [${storageUri}] is not supported`;
  } else if (type !== undefined && !fits(`${type}://`))
    yield `storage.spec.type, must be one of: [${schemes.join(', ')}]. storage.spec.type [${type}] is not supported`;
}

// As the fields of KServe's own types follow each other.
const predictorFields = [
  ...['Name', 'SKLearn', 'XGBoost', 'Tensorflow', 'PyTorch', 'Triton', 'ONNX', 'HuggingFace', 'PMML', 'LightGBM'],
  ...['Paddle', 'Model', 'StorageUris', 'StorageContainerName', 'WorkerSpec', 'PodSpec'],
];

function exactlyOne(fields: readonly string[], type: string): string {
  return `exactly one of [${fields.join(', ')}] must be specified in ${type}`;
}
