import type { Deployed } from '../environment-file/deployed';

/** What is delivered, for the reader of the history. @internal */
export interface Candidate {
  readonly modelVersion: string | undefined;
  readonly runId: string | undefined;
}

/**
 * A commit message that ends in trailers, which `git log --format='%(trailers)'` reads.
 *
 * @internal
 */
export function commitMessage(
  path: string,
  { deployed, token, shared }: Deployed,
  { modelVersion, runId }: Candidate,
): string {
  const { application, environment } = namesIn(path);
  const trailers: readonly (readonly [string, string | undefined])[] = [
    ['Model-Version', modelVersion],
    ['Run-Id', runId],
    ['Deployed', deployed],
    ['Fence-Token', String(token)],
    ['Traffic', shared === undefined ? undefined : shared ? 'a share' : 'all'],
  ];
  const lines = trailers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const version = modelVersion === undefined ? '' : ` ${modelVersion}`;
  return `deploy ${application}${version} to ${environment}\n\n${lines.join('\n')}\n`;
}

/** What the path of an environment file names. @internal */
export function namesIn(path: string): {
  readonly folders: readonly string[];
  readonly environment: string;
  readonly application: string;
} {
  const parts = path.split('/');
  const [environment = '', file = ''] = parts.slice(-2);
  return { folders: parts.slice(0, -3), environment, application: file.replace(/\.yaml$/, '') };
}
