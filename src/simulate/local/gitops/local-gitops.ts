import { join } from 'node:path';
import type { KubeObject, Objects } from '../cluster/objects';
import type { HostAddress } from '../hosts';
import { LocalProblem } from '../problem';
import { type BareRepository, openRepository } from './bare-repository';
import { follow } from './follow';
import { type LocalGitServer, startGitServer } from './git-server';
import { type WrittenEnvironment, writtenEnvironments } from './written-environments';

/** Git and the GitOps controllers that a release needs, on this machine. @internal */
export interface LocalGitOps {
  /** Where programs find git: in the place of the servers that the manifests name. */
  readonly hosts: readonly HostAddress[];
  /** What vouches for these servers, in PEM. */
  readonly certificates: string;
  /** Brings Deployments and the controllers' objects to the newest commits. */
  readonly follow: (objects: Objects) => void;
  close(): Promise<void>;
}

/**
 * Serves the repositories that releases among the manifests write to, from a folder that stays: `<folder>/<host>/<path>`. Those
 * that are not there are made. Nothing is pushed to the servers that the manifests name.
 *
 * A host that `known` names is somebody else's affair.
 *
 * Throws a `LocalProblem` where there is no git, or something else in a repository's folder.
 *
 * @internal
 */
export async function startLocalGitOps(
  folder: string,
  manifests: readonly KubeObject[],
  known: readonly HostAddress[],
): Promise<LocalGitOps> {
  const environments = writtenEnvironments(manifests).filter(
    ({ repository }) => !known.some(({ host }) => host === repository.hostname),
  );
  const repositories = new Map<string, BareRepository>();
  for (const { repository, branch } of environments) {
    const path = pathOf(folder, repository);
    if (!repositories.has(path)) repositories.set(path, openRepository(path, branch));
  }
  const servers = new Map<string, LocalGitServer>();
  for (const { repository } of environments) {
    const { origin, host } = repository;
    if (!servers.has(origin)) servers.set(origin, await startGitServer(join(folder, folderOf(host)), new URL(origin)));
  }
  const repositoryOf = ({ repository }: WrittenEnvironment) => repositories.get(pathOf(folder, repository));
  return {
    hosts: [...servers].map(([origin, { port }]) => ({
      ...portOf(new URL(origin)),
      toHost: '127.0.0.1',
      toPort: port,
    })),
    certificates: [...servers.values()].flatMap(({ certificate }) => certificate ?? []).join(''),
    follow(objects) {
      for (const environment of environments) {
        const repository = repositoryOf(environment);
        if (repository !== undefined) follow(environment, repository, objects);
      }
    },
    async close() {
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

function portOf({ hostname, port, protocol }: URL): Pick<HostAddress, 'host' | 'port'> {
  return { host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}

/** A colon is no part of a folder everywhere. */
const folderOf = (host: string): string => host.replaceAll(':', '_');

function pathOf(folder: string, { host, pathname }: URL): string {
  const path = pathname.replace(/\/+$/, '');
  if (!/^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(path))
    throw new LocalProblem(
      `the repository ${host}${path} can't be kept in a folder: its path has other signs than letters, digits and ._~-`,
    );
  return join(folder, folderOf(host), path);
}
