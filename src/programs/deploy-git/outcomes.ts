import type { Outcome } from '../action';
import type { EnvironmentFileRead } from '../environment-file/read-environment-file';
import type { Deployment } from './configuration';

/** The environment file is someone else's, with a newer token. @internal */
export function lost({ found }: EnvironmentFileRead, { file, wanted }: Deployment): Outcome {
  return {
    outcome: 'lost',
    done: false,
    reason: `${file.path} was written with the newer token ${found?.token}, ours is ${wanted.token}: nothing was changed`,
  };
}

/** The environment file says what it should, in a commit of its branch. @internal */
export function done(
  outcome: 'deployed' | 'unchanged',
  commit: string | undefined,
  { file, wanted }: Deployment,
): Outcome {
  return {
    outcome,
    done: true,
    reason: `${file.path} says ${wanted.deployed} with token ${wanted.token} in commit ${commit}`,
    outputs: { commit: commit ?? '' },
  };
}
