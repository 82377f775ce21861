import type { Outcome } from '../action';
import type { Calling } from '../http-call';
import { isRecord, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { ReleaseRecord } from '../release/record';
import { parseRecord } from '../release/record-data';
import type { Configuration } from './configuration';
import { driftFrom } from './drift';
import type { outcomes } from './outcomes';

/**
 * Compares the release record of an environment with what git, the cluster and the registry say. Changes nothing.
 *
 * While a release is under way they differ rightly: that is `busy`, also if it began while this looked.
 *
 * @internal
 */
export async function checkDrift(
  configuration: Configuration,
  api: KubernetesApi,
  calling: Calling,
): Promise<Outcome<(typeof outcomes)[number]>> {
  const record = await readRecord(configuration.record, api);
  const { deployed } = record ?? {};
  if (record === undefined || deployed === null || deployed === undefined)
    return { outcome: 'nothing-released', reason: `${configuration.record} records no release yet`, done: true };
  Object.assign(calling.session.evidence, { record: { phase: record.phase, token: record.token, deployed } });
  const busy = underWay(record);
  if (busy !== undefined) return { outcome: 'busy', reason: busy, done: true };

  const found = await driftFrom({ ...record, deployed }, configuration, api, calling);
  if (found.length === 0)
    return { outcome: 'in-step', reason: `version ${deployed.modelVersion} everywhere`, done: true };
  const now = await readRecord(configuration.record, api);
  if (now === undefined || now.token !== record.token || underWay(now) !== undefined)
    return { outcome: 'busy', reason: 'a release began while this looked', done: true };
  calling.session.evidence.drift = found;
  return { outcome: 'drifted', reason: found.join('; '), done: false };
}

async function readRecord(name: string, api: KubernetesApi): Promise<ReleaseRecord | undefined> {
  const { namespace } = api;
  const object = await api.get({ apiVersion: 'v1', resource: 'configmaps', namespace }, name);
  if (object === undefined) return undefined;
  const data = valueAt(object, 'data');
  return parseRecord(`${namespace}/${name}`, isRecord(data) ? (data as Readonly<Record<string, string>>) : undefined)
    .record;
}

function underWay({ phase, lock }: ReleaseRecord): string | undefined {
  if (phase !== 'idle') return `a release is under way: ${phase}`;
  if (lock !== null && lock.expires > Date.now()) return `${lock.holder} holds the lock`;
  return undefined;
}
