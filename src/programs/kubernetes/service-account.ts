import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, optional, readEnvironment, required } from '../environment';
import { InputError } from '../input-error';
import { matching, whole } from '../parse';

/**
 * The account of the pod that a program runs in.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 * @internal
 */
export interface ServiceAccount {
  readonly server: URL;
  readonly namespace: string;
  readonly ca: string;
  /** Read each time: the kubelet replaces it while the pod runs. */
  token(): string;
}

const host = matching(/^[A-Za-z0-9.:-]{1,253}$/, 'the address of the API server');
const folderPath = matching(/^\/[^\p{Cc}]{1,1000}$/u, 'the path of a folder');

/** @throws InputError outside of a pod, or in one without a token @internal */
export function serviceAccount(environment: Environment): ServiceAccount {
  const { address, port, folder } = readEnvironment(environment, {
    address: required('KUBERNETES_SERVICE_HOST', host),
    port: required('KUBERNETES_SERVICE_PORT', whole('a port', 1, 65_535)),
    folder: optional('SERVICE_ACCOUNT_DIR', folderPath, '/var/run/secrets/kubernetes.io/serviceaccount'),
  });
  const read = (file: string): string => {
    try {
      return readFileSync(join(folder, file), 'utf8').trim();
    } catch (problem) {
      const { code } = problem as NodeJS.ErrnoException;
      throw new InputError(`${join(folder, file)} cannot be read (${code}): does the pod mount its account's token?`);
    }
  };
  return {
    server: new URL(`https://${address.includes(':') ? `[${address}]` : address}:${port}`),
    namespace: read('namespace'),
    ca: read('ca.crt'),
    token: () => read('token'),
  };
}
