import type { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { text } from '../core/parameter/text';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import { type HasRequirements, type Requirement, requirements } from '../core/requirement';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { fileMap, imagePath } from '../programs/append-layer/contract';
import { platformName } from '../programs/oci/platform';
import { appendLayerTask } from './append-layer';
import type { BaseImage, BaseSource } from './base-image';
import { checkRead } from './check-read';
import type { Environment } from './environment';
import type { ImageRepository } from './image-repository';
import type { MlflowRegistry } from './mlflow-registry';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface ImageBuildProps extends PipelineOptions {
  readonly engine: EngineTarget;
  /** Where the model is. */
  readonly registry: MlflowRegistry;
  /** Where the images go. */
  readonly images: ImageRepository;
  /** The image of the code, which the model is put into. */
  readonly base: BaseImage;
  /** Files of the registered model by their path in it, and where in the image they go. */
  readonly files: { readonly [artifact: string]: string };
  /** A file in the image that gets the application's version as its only line: `/app/versions.txt`. @default - none */
  readonly versionFile?: string | undefined;
  /** The environment that a new image is for: its version and its tag, `1.0.5` and `staging-1.0.5`. */
  readonly environment: Environment;
  /** Which image of a base for several platforms is taken. @default 'linux/amd64' */
  readonly platform?: string | undefined;
}

/** What an image of a model is made for. @public */
export interface BuildInput {
  readonly modelVersion: string;
  /** The run that the version must be of. @default - of any */
  readonly runId?: string | undefined;
}

/** @public */
export interface BuildResult {
  /** What is deployed. */
  readonly digest: string;
  /** The commit of the code, where its image says it. */
  readonly commit: string;
}

/** What of an ImageBuild another unit can build with. @internal */
export interface ImageRecipe extends Omit<ImageBuildProps, 'base' | 'deadline' | 'queue'> {
  readonly base: BaseSource;
}

/**
 * Builds the image of a model version: the image of the code's newest commit, built only where it is not there yet, and on it one
 * layer with the files of the model.
 *
 * The layer needs no builder and no rights: the files go from the tracking server to the registry, and the same commit and
 * model give the same digest. A version keeps its first image: built again it is found, not made anew.
 *
 * @throws PipelineError MLP3031 for what can't be built; MLP2002 for a name that is too long.
 * @example
 * ```ts
 * const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
 * const build = new ImageBuild(chart, 'build-container-image', {
 *   engine, registry, environment: staging,
 *   images: ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' }),
 *   base: BaseImage.kaniko({ repository: 'https://github.com/acme/fraud', namespace: 'fraud-build' }),
 *   files: { 'data/model.pth': '/app/fraud.pth' }, versionFile: '/app/versions.txt',
 * });
 * new TrainingPipeline(chart, 'train-model', { engine, train, evaluate: Evaluation.task(evaluate), build });
 * ```
 * @public
 */
export class ImageBuild extends UnitConstruct<BuildInput, BuildResult> implements HasRequirements {
  /** @internal */
  readonly recipe: ImageRecipe;

  constructor(scope: Construct, id: string, props: ImageBuildProps) {
    const recipe = recipeOf(id, props);
    const { deadline, queue } = props;
    super(
      scope,
      id,
      props.engine,
      'Makes the image of a version of the model: the code, and the model on top of it.',
      () =>
        pipeline(
          id,
          {
            modelVersion: text({ pattern: /[1-9][0-9]{0,14}/, doc: 'version of the model to build an image of' }),
            runId: text({ pattern: /[A-Za-z0-9_-]{0,256}/, default: '', doc: 'run that the version must be of' }),
          },
          (p, { modelVersion, runId }) => {
            const { environment } = recipe;
            const base = recipe.base.image;
            const { outputs } = p.step(appendTask(recipe), {
              reference: typeof base === 'string' ? base : p.step(base).outputs.digest,
              modelVersion,
              runId,
              version: environment.version(modelVersion),
              tags: environment.tag(modelVersion),
            });
            return { digest: outputs.digest, commit: outputs.commit };
          },
          { deadline, queue },
        ),
    );
    this.recipe = recipe;
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    return this.recipe.base.requirements;
  }
}

/** The last step of a build: the layer. @internal */
export function appendTask({
  engine,
  registry,
  base,
  images,
  files,
  versionFile,
  platform,
}: ImageRecipe): ReturnType<typeof appendLayerTask> {
  const { programImage } = engine;
  return appendLayerTask({ programImage, registry, base: base.repository, images, files, versionFile, platform });
}

const known: { readonly [key in keyof Required<ImageBuildProps>]: true } = {
  engine: true,
  registry: true,
  images: true,
  base: true,
  files: true,
  versionFile: true,
  environment: true,
  platform: true,
  deadline: true,
  queue: true,
};

function recipeOf(id: string, props: ImageBuildProps): ImageRecipe {
  const what = `ImageBuild '${id}'`;
  checkProps(props, Object.keys(known), what);
  const { base, deadline: _, queue: __, ...rest } = props;
  const nouns = [
    ['registry', 'env', 'MlflowRegistry.at(…)'],
    ['images', 'forProgram', 'ImageRepository.at(…)'],
    ['base', 'forImages', 'BaseImage.kaniko({ … })'],
    ['environment', 'tag', "Environment.of('staging', { … })"],
  ] as const;
  for (const [key, mark, expected] of nouns) {
    const value: unknown = props[key];
    if (typeof value === 'object' && value !== null && mark in value) continue;
    throw new PipelineError({ code: 'MLP3031', message: `the ${key} of ${what} is ${show(value)}`, expected });
  }
  const read = <T>(name: string, parse: () => T): T => checkRead('MLP3031', `${name} of ${what}`, parse);
  const files = read('files', () => fileMap(JSON.stringify(props.files) ?? 'null'));
  const { versionFile, platform } = props;
  if (versionFile !== undefined) {
    read('versionFile', () => imagePath(String(versionFile)));
    if (Object.values(files).includes(versionFile))
      throw new PipelineError({
        code: 'MLP3031',
        message: `${what} puts a file of the model where its version goes: ${versionFile}`,
      });
  }
  if (platform !== undefined) read('platform', () => platformName(String(platform)));
  return Object.freeze({ ...rest, files, base: base.forImages(props.images, props.engine?.programImage) });
}
