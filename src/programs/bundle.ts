import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '../core/error';

/** The programs that run inside pods. @internal */
export const programNames = [
  'append-layer',
  'build-image',
  'check-drift',
  'check-http',
  'check-load',
  'check-metrics',
  'check-model',
  'check-pods',
  'check-sampling',
  'check-source',
  'check-training',
  'collect-files',
  'copy-image',
  'copy-model',
  'deploy-argocd-param',
  'deploy-git',
  'deploy-patch',
  'deploy-pointer',
  'digest-model',
  'ensure-buckets',
  'evaluate',
  'find-trained',
  'generate-load',
  'hand-on',
  'hold',
  'join-members',
  'mark-trained',
  'mirror-registry',
  'notify',
  'preflight',
  'publish-event',
  'publish-model',
  'register-each',
  'register-model',
  'release',
  'resolve-image',
  'run-notebook',
  'select-best',
  'start-run',
  'take-inputs',
  'train-http',
  'validate-models',
  'wait-rollout',
] as const;

/** @internal */
export type ProgramName = (typeof programNames)[number];

/** What has to run in the image of the user's tests can't be for Node. */
const inPython: readonly ProgramName[] = ['check-model', 'evaluate'];

/** The name of the file that a program is. @internal */
export function programFile(name: ProgramName): string {
  return `${name}.${inPython.includes(name) ? 'py' : 'mjs'}`;
}

/**
 * The text of a program as it is shipped in its ConfigMap: one readable file that needs nothing but Node 20, or
 * Python 3.8.
 *
 * @throws PipelineError MLP3901 if the programs were not bundled
 * @internal
 */
export function programText(name: ProgramName): string {
  // The same from src/programs and lib/programs: both lie two folders below the package.
  const path = join(__dirname, '..', '..', 'lib', 'programs', programFile(name));
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new PipelineError({
      code: 'MLP3901',
      message: `program '${name}' is not bundled`,
      expected: 'lib/programs beside the package.json of cdk8s-mlops, with one file per program',
      fix: 'run `npm run build` in cdk8s-mlops; if you bundle the library into a file of your own, leave it external',
    });
  }
}
