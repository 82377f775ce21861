import { readEnvironmentFile } from '../environment-file/read-environment-file';
import type { Calling } from '../http-call';
import { listAt, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import { versionByAlias } from '../mlflow/alias';
import { mlflowApi } from '../mlflow/api';
import { type Candidate, isInitial } from '../release/candidate';
import type { ReleaseRecord } from '../release/record';
import type { Configuration } from './configuration';

/** What differs from the record, one line each. @internal */
export async function driftFrom(
  record: ReleaseRecord & { readonly deployed: Candidate },
  { git, live, registry, follows }: Configuration,
  api: KubernetesApi,
  calling: Calling,
): Promise<readonly string[]> {
  const { evidence, show } = calling.session;
  const { deployed, token } = record;
  const found: string[] = [];
  const isDeployed = (text: string): boolean =>
    text === deployed.uri || text === deployed.digest || text.endsWith(`@${deployed.digest}`);
  const differs = (what: string, says: string): void => {
    found.push(
      `${what} says ${show(says, 200) || 'nothing'}, the record ${deployed.digest} (version ${deployed.modelVersion})`,
    );
  };

  if (git !== undefined) {
    const read = await readEnvironmentFile(git, calling);
    evidence.git = { file: git.path, commit: read.commit, deployed: read.found?.deployed, token: read.found?.token };
    if (read.found === undefined) found.push(`git has no ${git.path}`);
    else if (!isDeployed(read.found.deployed)) differs(`git (${git.path})`, read.found.deployed);
    // The record is ahead between its change and the push; a file that is ahead was written by a record that is gone.
    else if (read.found.token > token)
      found.push(`git has token ${read.found.token}, the record only ${token}: was it restored from a backup?`);
  }
  if (live !== undefined) {
    const runs = await liveValue(live, api);
    evidence.live = runs;
    if (runs === undefined)
      found.push(`there is no ${live.workload.kind} ${live.workload.name} in namespace ${live.namespace}`);
    else if (!isDeployed(runs)) differs(`${live.workload.kind} ${live.workload.name}`, runs);
  }
  if (registry !== undefined) {
    const named = await versionByAlias(mlflowApi(registry.server, calling), registry.model, registry.alias);
    const wanted = follows === 'good' ? record.good : deployed;
    const expected = wanted === null || isInitial(wanted) ? undefined : wanted.modelVersion;
    evidence.registry = { alias: registry.alias, version: named?.version };
    if (named?.version !== expected)
      found.push(`alias ${registry.alias} names version ${named?.version ?? 'none'}, the record ${expected ?? 'none'}`);
  }
  return found;
}

async function liveValue(
  { namespace, workload, container }: NonNullable<Configuration['live']>,
  api: KubernetesApi,
): Promise<string | undefined> {
  const isDeployment = workload.kind === 'deployment';
  const kind = isDeployment
    ? { apiVersion: 'apps/v1', resource: 'deployments', namespace }
    : { apiVersion: 'serving.kserve.io/v1beta1', resource: 'inferenceservices', namespace };
  const object = await api.get(kind, workload.name);
  if (object === undefined) return undefined;
  if (!isDeployment) return textAt(object, 'spec', 'predictor', 'model', 'storageUri');
  const containers = listAt(object, 'spec', 'template', 'spec', 'containers');
  const named = containers.find((each) => valueAt(each, 'name') === container);
  return textAt(container === undefined ? containers[0] : named, 'image');
}
