import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serversIn } from '../../harness/servers';
import type { MlflowVersion } from '../install/mlflow';
import { freePort, newFolder, programs } from '../place';

/** A running MLflow tracking server with an empty registry. */
export interface Mlflow {
  readonly url: string;
  /** Who may do everything, if it asks. */
  readonly admin?: { readonly username: string; readonly password: string };
  stop(): Promise<void>;
}

export interface MlflowOptions {
  readonly version: MlflowVersion;
  /** Whether it asks for a name and a password, as its app `basic-auth` does. */
  readonly auth?: boolean;
  /** Address and port of loopback. @default 127.0.0.1 and a free port */
  readonly at?: { readonly address: string; readonly port: number };
  /** What clients may call it; MLflow 3.5 and later answers to no other name. */
  readonly allowedHosts?: readonly string[];
}

export async function startMlflow({ version, auth = false, at, allowedHosts }: MlflowOptions): Promise<Mlflow> {
  const servers = serversIn(newFolder(`mlflow-${version}`));
  const { home } = servers;
  const { address, port } = at ?? { address: '127.0.0.1', port: await freePort() };
  const url = `http://${address}:${port}`;
  const admin = { username: 'admin', password: 'admin of the tests: ä&"%' };
  if (auth) writeFileSync(join(home, 'auth.ini'), authConfig(home, admin));
  const server = servers.start(
    `mlflow-${version}`,
    programs.mlflow[version],
    [
      ...['-m', 'mlflow', 'server', '--host', address, '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${home}/db`, '--artifacts-destination', join(home, 'artifacts')],
      ...(auth ? ['--app-name', 'basic-auth'] : []),
      ...(allowedHosts === undefined ? [] : ['--allowed-hosts', allowedHosts.join()]),
    ],
    {
      HOME: home,
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
      ...(auth ? { MLFLOW_AUTH_CONFIG_PATH: join(home, 'auth.ini'), MLFLOW_FLASK_SERVER_SECRET_KEY: 'tests' } : {}),
    },
  );
  await server.until(async () => (await fetch(`${url}/health`)).ok);
  return { url, ...(auth ? { admin } : {}), stop: servers.stop };
}

function authConfig(home: string, { username, password }: { username: string; password: string }): string {
  return `[mlflow]
default_permission = READ
database_uri = sqlite:///${home}/auth
admin_username = ${username}
admin_password = ${password.replaceAll('%', '%%')}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
`;
}
