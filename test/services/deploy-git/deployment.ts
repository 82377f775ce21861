import { type Run, type RunOptions, runProgram } from '../../programs/run-program';
import { gitUsers } from '../servers/git-server';

export const file = 'environments/staging/fraud.yaml';
export const image = 'ghcr.io/acme/fraud';

/** An image by a digest that begins with the given digits. */
export function digestOf(digits: number | string): string {
  return `sha256:${String(digits).padEnd(64, '0')}`;
}

/** What the step of a pipeline gives deploy-git. */
export function environmentFor(
  url: string,
  digits: number | string,
  token: number,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    REPOSITORY: url,
    BRANCH: 'main',
    FILE: file,
    FORMAT: JSON.stringify({ kustomize: image }),
    GIT_USERNAME: gitUsers.writer.username,
    GIT_PASSWORD: gitUsers.writer.password,
    DEPLOYED: `${image}@${digestOf(digits)}`,
    TOKEN: String(token),
    MODEL_VERSION: String(digits),
    RUN_ID: 'f00dfeed',
    DEADLINE_SECONDS: '25',
    ...more,
  };
}

export function deploy(environment: Readonly<Record<string, string>>, options?: RunOptions): Promise<Run> {
  return runProgram('deploy-git', environment, options);
}
