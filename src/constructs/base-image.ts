import type { Image } from '../core/container/image';
import type { Resources } from '../core/container/resources';
import { PipelineError } from '../core/error';
import type { Requirement } from '../core/requirement';
import type { Task } from '../core/task';
import type { TimeSpan } from '../core/time-span';
import { sha256Digest } from '../programs/oci/reference';
import { builtBase } from './built-base';
import { checkRead } from './check-read';
import type { GitCredentials } from './git-credentials';
import type { ImageRepository } from './image-repository';

/** @public */
export interface BuilderOptions {
  /** Address of the repository with the Dockerfile, https or http, without credentials. */
  readonly repository: string;
  /** Its newest commit is built. @default 'main' */
  readonly branch?: string | undefined;
  /** Folder of the repository that is the context. @default - its root */
  readonly folder?: string | undefined;
  /** Path of the Dockerfile in that folder. @default 'Dockerfile' */
  readonly dockerfile?: string | undefined;
  /** The stage that is built. @default - the last one */
  readonly target?: string | undefined;
  /** Arguments of the Dockerfile. They are no place for secrets: they stay in the image. */
  readonly arguments?: { readonly [name: string]: string } | undefined;
  /** User name and token; their Secret is in the builder's namespace too. @default - anybody may read the repository */
  readonly credentials?: GitCredentials | undefined;
  /** Where the Jobs of the builder run: a namespace for builds alone, since its pods may do more than others. */
  readonly namespace: string;
  /** Image of the builder. @default - an exact version of it */
  readonly image?: Image | undefined;
  /** @default - half a core, at most one; 2Gi of memory, at most 3Gi */
  readonly resources?: Resources | undefined;
  /** Longest time for a build, in whole seconds. @default 1 hour */
  readonly deadline?: TimeSpan | undefined;
}

/**
 * The image that a model is put into: the application's code without a model.
 *
 * @public
 */
export interface BaseImage {
  /** How it is had, for images that go to this repository. @internal */
  readonly forImages: (images: ImageRepository, programImage: Image | undefined) => BaseSource;
}

/** @internal */
export interface BaseSource {
  readonly repository: ImageRepository;
  /** The digest, or the task that finds or builds it. */
  readonly image: string | Task<{}, { readonly digest: string; readonly commit: string }>;
  readonly requirements: readonly Requirement[];
}

/** @public */
export const BaseImage: {
  /**
   * Built by kaniko from a commit, once for each; in a namespace of pod security level `baseline`.
   *
   * @throws PipelineError MLP3031 for what can't be built.
   * @see https://github.com/osscontainertools/kaniko
   * @example
   * ```ts
   * BaseImage.kaniko({ repository: 'https://github.com/acme/fraud', namespace: 'fraud-build' });
   * ```
   */
  readonly kaniko: (options: BuilderOptions) => BaseImage;
  /**
   * Built by rootless BuildKit from a commit, once for each; in a namespace of pod security level `privileged`, since it makes
   * user namespaces. Its user is not root on the node.
   *
   * @throws PipelineError MLP3031 for what can't be built.
   * @see https://github.com/moby/buildkit/blob/master/docs/rootless.md
   * @example
   * ```ts
   * BaseImage.buildkit({ repository: 'https://github.com/acme/fraud', branch: 'release', namespace: 'fraud-build' });
   * ```
   */
  readonly buildkit: (options: BuilderOptions) => BaseImage;
  /**
   * An image that is there already, made by someone else.
   *
   * @throws PipelineError MLP3031 without a digest.
   * @example
   * ```ts
   * const repository = ImageRepository.at('ghcr.io/acme/fraud-base');
   * BaseImage.at(repository, 'sha256:3b0cf1a6e2f45d4d8a63e3b1a7ab3c53a1b6d9f7f4a9f5e2d2c8b7a6f5e4d3c2');
   * ```
   */
  readonly at: (repository: ImageRepository, digest: string) => BaseImage;
} = {
  kaniko: (options) => builtBase('kaniko', options),
  buildkit: (options) => builtBase('buildkit', options),
  at(repository, digest) {
    if (typeof repository !== 'object' || repository === null || !('forProgram' in repository))
      throw new PipelineError({
        code: 'MLP3031',
        message: 'BaseImage.at has no repository',
        expected: "ImageRepository.at('ghcr.io/acme/fraud-base')",
      });
    checkRead('MLP3031', 'the digest of BaseImage.at', () => sha256Digest(String(digest)));
    return Object.freeze({ forImages: () => ({ repository, image: digest, requirements: [] }) });
  },
};
