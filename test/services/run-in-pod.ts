import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramName } from '../../src/programs/bundle';
import type { Access } from '../cluster/api/client';
import { type Run, type RunOptions, runProgram } from '../programs/run-program';
import type { Account } from './account';
import { newFolder } from './place';

/** Whose pod a program runs in. */
export interface PodOwner {
  /** As whom it speaks to the API server. */
  readonly account: Account;
  /** Where it finds the API server, if not where that is: a `faulty` proxy with a certificate of its own. */
  readonly apiServer?: Pick<Access, 'port' | 'ca'>;
}

/** What every pod has of its account. */
export interface Pod {
  /** The start of a command line that runs the rest where the account's token is at its usual place. */
  readonly within: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program as `runProgram` does, in a pod of an account. */
export function runInPod(
  name: ProgramName,
  environment: Readonly<Record<string, string>>,
  { account, apiServer, ...options }: PodOwner & Omit<RunOptions, 'within'>,
): Promise<Run> {
  const { within, env } = podOf({ account, ...(apiServer === undefined ? {} : { apiServer }) });
  return runProgram(name, { ...env, ...environment }, { ...options, within });
}

export function podOf({ account: { namespace, api }, apiServer = api.access }: PodOwner): Pod {
  const folder = newFolder('account');
  const files = { token: api.access.token, namespace, 'ca.crt': apiServer.ca };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const at = '/var/run/secrets/kubernetes.io/serviceaccount';
  const commands = [
    '/bin/mount -t tmpfs account /run',
    `/bin/mkdir -p ${at}`,
    `/bin/mount --bind '${folder}' ${at}`,
    // The shell's own variables.
    'unset PWD OLDPWD',
    'exec "$@"',
  ];
  return {
    within: ['/usr/bin/unshare', '--mount', '--', '/bin/sh', '-c', commands.join(' && '), 'sh'],
    env: {
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(apiServer.port),
      KUBERNETES_SERVICE_PORT_HTTPS: String(apiServer.port),
    },
  };
}
