import type { Calling } from '../../http-call';
import { InputError } from '../../input-error';
import type { KubernetesApi } from '../../kubernetes/api';
import { Trouble } from '../../trouble';
import { type Candidate, isSame } from '../candidate';
import type { Configuration, Places } from '../configuration';
import type { Side } from '../effect';
import { recordName, verdictBookName } from '../object-names';
import type { WorldEffect } from '../perform';
import { type Place, sharesTraffic } from '../place';
import { parseRecord, recordData, type StoredRecord } from '../record-data';
import type { TransitionName } from '../transitions';
import { findVerdict, type VerdictBook, type VerdictEntry, writeVerdict } from '../verdict-book';
import { parseVerdictBook, verdictBookData } from '../verdict-book-data';
import type { Asker } from './asker';
import { awaitRolloutIn } from './await-rollout';
import { changeStored } from './change-stored';
import { type ConfigMapCell, configMapCell } from './config-map-cell';
import { findDeployed } from './image-lookup';
import { locksOf } from './locks';
import { pushTo } from './push';
import { mirrorTo } from './registry-mirror';
import { shiftTraffic } from './shift-traffic';
import { untilClear } from './until-clear';
import { withEvidence } from './with-evidence';

/** The real world as a step of a release sees it. @internal */
export interface World {
  /** Carries an effect out, again and again until its answer is clear. @throws Trouble, InputError where that can't be */
  carryOut(effect: WorldEffect): Promise<unknown>;
  readonly records: Readonly<Record<Side, ConfigMapCell<StoredRecord>>>;
  readonly verdicts: ConfigMapCell<VerdictBook>;
  /** Why a lock could not be given back, if so. */
  unlockTrouble(): string | undefined;
}

type Carriers = {
  readonly [K in WorldEffect['kind']]: (effect: Extract<WorldEffect, { kind: K }>, own: Calling) => Promise<unknown>;
};

/** @internal */
export function openWorld(configuration: Configuration, api: KubernetesApi, calling: Calling): World {
  const { application, source, images, lockWaitSeconds } = configuration;
  const asker: Asker = { ...configuration, leaseMilliseconds: configuration.leaseSeconds * 1000 };
  const places = (): Places => {
    if (configuration.places === undefined) throw new InputError(`${configuration.step} changes no environment`);
    return configuration.places;
  };
  const placeOf = (side: Side): Place => {
    const place = places().sides[side];
    if (place === undefined) throw new InputError(`${configuration.step} changes no ${side} environment`);
    return place;
  };
  const recordFormat = { parse: parseRecord, write: recordData };
  const cellOf = (environment: string) =>
    configMapCell(recordName(application, environment), recordFormat, api, calling);
  const target = configuration.places?.sides.target?.environment;
  const records: World['records'] = {
    source: cellOf(source),
    get target() {
      return cellOf(target ?? placeOf('target').environment);
    },
  };
  const bookFormat = { parse: parseVerdictBook, write: verdictBookData };
  const verdicts = configMapCell(verdictBookName(application, source), bookFormat, api, calling);
  const change = (side: Side, transition: TransitionName, details = {}) =>
    records[side].change((stored) => changeStored(stored, transition, details, asker));
  const locks = locksOf(change, asker.leaseMilliseconds, calling);
  const notGivenBack = new Map<Side, string>();

  /** What goes back to the approved version takes no traffic from it first. */
  const trafficFor = async (side: Side, release: Candidate) =>
    isSame((await records[side].read()).record.good, release) ? 'keep' : 'share';

  const carriers: Carriers = {
    lock: ({ side }) => locks.take(side, lockWaitSeconds),
    async change({ side, transition, details }) {
      // Whoever does this has done everything else, and a lock expires by itself.
      const isLast = transition === 'unlock' || (transition === 'finish' && side === 'source');
      try {
        const answer = await change(side, transition, details);
        locks.note(side, transition, answer);
        if (transition === 'unlock' || transition === 'finish') notGivenBack.delete(side);
        return answer;
      } catch (problem) {
        if (!isLast || !(problem instanceof Trouble)) throw problem;
        notGivenBack.set(side, problem.message);
        return 'lost';
      }
    },
    look: async ({ side, view }) => view((await records[side].read()).record),
    'read-verdict': async ({ candidate, attempt }) => findVerdict(await verdicts.read(), candidate, attempt) ?? null,
    'write-verdict'({ candidate, attempt, verdict }) {
      const { by, reason } = configuration;
      const entry: VerdictEntry = { candidate, attempt, verdict, by, reason, at: new Date().toISOString() };
      return verdicts.change((book) => {
        const value = writeVerdict(book, entry);
        return { value, answer: value.find((each) => each.attempt === attempt) ?? entry };
      });
    },
    async push({ side, ...what }, own) {
      const place = placeOf(side);
      const traffic = sharesTraffic(place) ? await trafficFor(side, what.release) : undefined;
      return locks.during(() => untilClear(() => pushTo(place, { ...what, traffic }, images, api, own), own), {
        answer: 'behind',
      });
    },
    async 'await-rollout'({ side, ...what }, own) {
      const place = placeOf(side);
      const late = { answer: 'late' } as const;
      if (!sharesTraffic(place)) return locks.during(() => awaitRolloutIn(place, what, images, api, own), late);
      const { token, good } = (await records[side].read()).record;
      const shift = { ...what, token, soaks: !isSame(good, what.release) };
      return locks.during(() => shiftTraffic(place, shift, images, api, own), late);
    },
    'find-digest': ({ side, release }, own) => locks.during(() => findDeployed(placeOf(side), release, images, own)),
    async 'set-alias'({ side, modelVersion }, own) {
      const { registry } = places();
      if (registry === undefined) return;
      const wanted = { alias: placeOf(side).alias, version: modelVersion ?? undefined, tags: [] };
      await locks.during(() => mirrorTo(registry, wanted, own));
    },
    async tag({ side, rejected, cleared }, own) {
      const { registry } = places();
      if (registry === undefined) return;
      const key = `rejected.${placeOf(side).environment}`;
      const versions = [...new Set(rejected)].map((version) => ({ version, tags: { [key]: 'true' } }));
      const all = [...versions, ...(cleared === null ? [] : [{ version: cleared, tags: { [key]: null } }])];
      const tags = all.filter(({ version }) => version !== '0');
      await locks.during(() => mirrorTo(registry, { alias: undefined, version: undefined, tags }, own));
    },
  };
  const carryOut = (effect: WorldEffect, own: Calling): Promise<unknown> =>
    (carriers[effect.kind] as (effect: WorldEffect, own: Calling) => Promise<unknown>)(effect, own);
  return {
    carryOut: withEvidence(carryOut, calling),
    records,
    verdicts,
    unlockTrouble: () => [...notGivenBack.values()][0],
  };
}
