import type { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { fmt } from '../core/format';
import { type PipelineOptions, pipeline } from '../core/pipeline';
import type { Ref } from '../core/ref';
import type { Environment } from './environment';
import { appendTask, type BuildResult, ImageBuild } from './image-build';
import { UnitConstruct } from './unit-construct';

/** @public */
export interface InitialImageProps extends PipelineOptions {
  /** How images are built otherwise. */
  readonly build: ImageBuild;
  /** The environments that begin with this image; each gets a tag for version 0: `staging-1.0.0`. */
  readonly environments: readonly [Environment, ...Environment[]];
}

/**
 * Builds the image of before the first training, once: the application with version 0 and without a model of the registry.
 *
 * It is started by hand before anything else; what is deployed first is this image, and what a first version that fails is
 * reverted to. Started again it finds what is there.
 *
 * @throws PipelineError MLP3031 without a build or environments.
 * @example
 * ```ts
 * new InitialImage(chart, 'build-initial', { build, environments: [staging] });
 * ```
 * @public
 */
export class InitialImage extends UnitConstruct<{}, BuildResult> {
  constructor(scope: Construct, id: string, props: InitialImageProps) {
    checkNouns(id, props);
    const { build, environments, deadline, queue } = props;
    const { recipe } = build;
    super(scope, id, recipe.engine, 'Makes the image of before the first training. Once, before anything else.', () =>
      pipeline(
        id,
        {},
        (p) => {
          const base = recipe.base.image;
          const { outputs } = p.step(appendTask(recipe), {
            reference: typeof base === 'string' ? base : p.step(base).outputs.digest,
            modelVersion: '0',
            runId: '',
            version: recipe.environment.version('0'),
            tags: environments.map((each) => each.tag('0')).reduce((all, tag): Ref<string> => fmt`${all},${tag}`),
          });
          return { digest: outputs.digest, commit: outputs.commit };
        },
        { deadline, queue },
      ),
    );
  }
}

function checkNouns(id: string, props: InitialImageProps): void {
  const what = `InitialImage '${id}'`;
  checkProps(props, ['build', 'environments', 'deadline', 'queue'], what);
  const { build, environments } = props;
  const isBuild = build instanceof ImageBuild;
  const made = (each: unknown) => typeof each === 'object' && each !== null && 'tag' in each;
  if (isBuild && Array.isArray(environments) && environments.length > 0 && environments.every(made)) return;
  throw new PipelineError({
    code: 'MLP3031',
    message: isBuild ? `${what} is for the environments ${show(environments)}` : `${what} builds by ${show(build)}`,
    expected: 'build: new ImageBuild(…), environments: [staging]',
  });
}
