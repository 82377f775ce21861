import { randomBytes } from 'node:crypto';
import { type ApiClient, apiClient } from '../../cluster/api/client';
import { type Pushed, pushImage } from '../images';
import { type GitServer, startGitServer } from '../servers/git-server';
import { type Registry, startRegistry } from '../servers/registry';
import { shared } from '../shared';
import { type Tracking, trackingAt, trainingRun } from '../training-run';

export const repository = 'acme/fraud';

/** The servers of a release, with what every stage of a test file has in common. */
export interface Servers {
  readonly admin: ApiClient;
  readonly git: GitServer;
  readonly images: Registry;
  readonly tracking: Tracking;
  /** A namespace of the file's own. */
  readonly namespace: string;
  /** A registered model with versions 1 to 9. */
  readonly model: string;
  /** What each version's image has for its digest; `initial` is that of a tag. */
  readonly digests: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const mostVersions = 9;

export async function startServers(): Promise<Servers> {
  const admin = apiClient(await shared('api-server'));
  const tracking = trackingAt((await shared('mlflow-3')).url);
  const [git, images] = await Promise.all([startGitServer(), startRegistry()]);
  const namespace = `release-${randomBytes(4).toString('hex')}`;
  const model = `fraud-${namespace}`;
  await admin.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await admin.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, account);
  await tracking.call('registered-models/create', { name: model });
  const run = await trainingRun(tracking);
  const pushed: [string, Pushed][] = [];
  for (let version = 1; version <= mostVersions; version += 1) {
    await tracking.call('model-versions/create', { name: model, source: 's3://models/x', run_id: run });
    pushed.push([String(version), await pushImage(images.url, repository, `1.0.${version}`)]);
  }
  pushed.push(['initial', await pushImage(images.url, repository, 'initial')]);
  return {
    admin,
    git,
    images,
    tracking,
    namespace,
    model,
    digests: Object.fromEntries(pushed.map(([name, { digest }]) => [name, digest])),
    stop: async () => {
      await git.stop();
      await images.stop();
    },
  };
}
