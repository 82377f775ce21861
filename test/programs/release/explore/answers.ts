import { changeRecord } from '../../../../src/programs/release/change';
import type { ReleaseRecord } from '../../../../src/programs/release/record';
import { type Details, requestOf } from '../../../../src/programs/release/request';
import type { TransitionName } from '../../../../src/programs/release/transitions';
import { findVerdict, writeVerdict } from '../../../../src/programs/release/verdict-book';
import { answered, holderOf } from './actor';
import { one } from './budget';
import { checks } from './checks';
import type { Asked } from './environments';
import { afterChange, afterDeploy, afterPush, afterVerdict, sawAnother } from './events';
import type { Option } from './option';
import { bit, type Delayed, type GitState, gitOf, type Parts, place, recordOf } from './parts';
import type { Role } from './roles';
import { numberOf, type Scenario } from './scenario';
import { brief, toDo } from './words';

// The clock stands still, and a lease expires when the search wants it to.
const lease = 1_000;

/** The part of the world that an effect reads or writes, -1 for none. */
export function placeOf(effect: Asked): number {
  switch (effect.kind) {
    case 'lock':
    case 'change':
    case 'look':
      return recordOf(effect.environment);
    case 'read-verdict':
    case 'write-verdict':
      return place.book;
    case 'push':
    case 'await-rollout':
      return gitOf(effect.environment);
    case 'set-alias':
    case 'tag':
      return place.registry;
    case 'measure':
      return gitOf(effect.environment);
    default:
      return -1;
  }
}

/** What the world may answer to an actor's effect, and what becomes of both then. */
export class Answers {
  readonly #scenario: Scenario;
  readonly #parts: Parts;

  constructor(scenario: Scenario, parts: Parts) {
    this.#scenario = scenario;
    this.#parts = parts;
  }

  /** The tokens of a record that was deleted are from earlier minutes. */
  get #now(): number {
    return this.#scenario.forgotten ? 8 * 60_000 : 1_000;
  }

  /** @param value what is at the place of the effect */
  to(effect: Asked, role: Role, actor: number, value: number): readonly Option[] {
    const { books, gits, records, registries } = this.#parts;
    switch (effect.kind) {
      case 'change': {
        const before = records.get(value);
        const { record, answer } = this.#change(actor, effect.transition, effect.details, before);
        const says = `${toDo(effect)}: ${answer === 'done' ? record.phase : answer}`;
        const option = this.#writes(recordOf(effect.environment), records.id(record), actor, answer, says);
        return [{ ...option, event: afterChange(effect, role, before, record) }];
      }
      case 'look': {
        const answer = effect.view(records.get(value));
        return [this.#reads(actor, answer, `${toDo(effect)}: ${brief(answer)}`)];
      }
      case 'read-verdict': {
        const entry = findVerdict(books.get(value), effect.candidate, effect.attempt) ?? null;
        return [this.#reads(actor, entry, `${toDo(effect)}: ${entry?.verdict ?? 'none'}`)];
      }
      case 'write-verdict':
        return [this.#writeVerdict(effect, actor, value)];
      case 'push':
        return this.#push(effect, actor, gits.get(value));
      case 'await-rollout':
        return this.#awaitRollout(effect, role, actor, gits.get(value));
      case 'find-digest': {
        const version = numberOf(effect.release);
        const { missing, vanishing } = this.#scenario;
        const there = this.#reads(actor, 'there', `${toDo(effect)}: there`);
        const gone = this.#reads(actor, 'missing', `${toDo(effect)}: missing`);
        return vanishing.includes(version) ? [there, gone] : [missing.includes(version) ? gone : there];
      }
      case 'set-alias': {
        const version = Number(effect.modelVersion ?? 0);
        const id = registries.id({ ...registries.get(value), [effect.environment]: version });
        const option = this.#writes(place.registry, id, actor, null, toDo(effect));
        const { environment } = effect;
        const delayed: Delayed = { kind: 'set-alias', environment, version };
        return [{ ...option, event: afterDeploy(environment, version) }, this.#delays(delayed, actor, toDo(effect))];
      }
      case 'tag': {
        const before = registries.get(value);
        const rejected = effect.rejected.reduce((mask, version) => mask | bit(Number(version)), 0);
        const { environment } = effect;
        const inThere = (before.tagged[environment] | rejected) & ~bit(Number(effect.cleared ?? 0));
        const id = registries.id({ ...before, tagged: { ...before.tagged, [environment]: inThere } });
        return [this.#writes(place.registry, id, actor, null, toDo(effect))];
      }
      case 'measure':
        return this.#measure(effect, actor, gits.get(value));
      default:
        throw new Error(`an actor does not stop at '${effect.kind}'`);
    }
  }

  /** @param gone whether the holder will not come back, so that its lease expires without any trouble */
  toLock({ environment }: Asked, role: Role, actor: number, value: number, gone: boolean): readonly Option[] {
    const { records } = this.#parts;
    const before = records.get(value);
    const now = this.#now;
    const free = this.#change(actor, 'lock', {}, before);
    const { record } = free.answer === 'done' ? free : this.#change(actor, 'lock', {}, before, now + lease);
    const how =
      free.answer === 'done' ? '' : `, whose holder ${before.lock?.holder} ${gone ? 'is gone' : 'still lives'}`;
    const says = `locks the ${environment}${how}: token ${record.token}`;
    const option = this.#writes(recordOf(environment), records.id(record), actor, 'locked', says);
    if (free.answer === 'done' || gone) return [option];
    const expired = { ...option, costs: one('expiries') };
    // A settle is started again and again: whether this one or the next gets the lock makes no difference.
    if (role.kind === 'exit' || role.kind === 'settler') return [expired];
    return [expired, this.#reads(actor, 'timeout', `gives up waiting for the lock of the ${environment}`)];
  }

  #change(actor: number, name: TransitionName, details: Details, record: ReleaseRecord, at = this.#now) {
    const holder = holderOf(this.#parts.actors.get(actor));
    return changeRecord(record, name, requestOf({ holder, now: at, expires: this.#now + lease }, details));
  }

  #writeVerdict(effect: Extract<Asked, { kind: 'write-verdict' }>, actor: number, value: number): Option {
    const { actors, books } = this.#parts;
    const { candidate, attempt, verdict } = effect;
    const state = actors.get(actor);
    const reason = verdict === 'pass' && !state.saw ? sawAnother : '';
    const book = writeVerdict(books.get(value), { candidate, attempt, verdict, by: '', at: '', reason });
    const stands = book.find((entry) => entry.attempt === attempt);
    if (stands === undefined) throw new Error('a verdict was not kept');
    return {
      place: place.book,
      value: books.id(book),
      actor: actors.id(answered({ ...state, saw: false }, stands)),
      costs: 0,
      event: afterVerdict(stands),
      says: `${toDo(effect)}: ${stands.verdict} stands`,
    };
  }

  #push(effect: Extract<Asked, { kind: 'push' }>, actor: number, git: GitState): readonly Option[] {
    const { environment, token } = effect;
    const release = numberOf(effect.release);
    if (!this.accepts(git, token)) return [this.#reads(actor, 'behind', `${toDo(effect)}: the file has ${git.token}`)];
    const id = this.#parts.gits.id(this.pushed(git, release, token));
    const option = this.#writes(gitOf(environment), id, actor, { revision: String(token) }, toDo(effect));
    const delayed: Delayed = { kind: 'push', environment, release, token };
    return [
      { ...option, event: afterPush(this.#scenario, environment, git, release, token) },
      this.#delays(delayed, actor, toDo(effect)),
    ];
  }

  accepts(git: GitState, token: number): boolean {
    return this.#scenario.unfencedGit || git.token <= token;
  }

  /** Git after a push; the cluster follows at once, or some time. */
  pushed(git: GitState, release: number, token: number): GitState {
    if (!this.#scenario.lag) return { release, token };
    const live = git.live ?? { release: git.release, token: git.token };
    return live.release === release && live.token === token ? { release, token } : { release, token, live };
  }

  #awaitRollout(
    effect: Extract<Asked, { kind: 'await-rollout' }>,
    role: Role,
    actor: number,
    git: GitState,
  ): readonly Option[] {
    const live = git.live ?? git;
    const ours = live.release === numberOf(effect.release) && String(live.token) === effect.revision;
    if (!ours) return [this.#reads(actor, 'late', `${toDo(effect)}: at the deadline ${live.release} answers`)];
    const ready = this.#reads(actor, 'ready', `${toDo(effect)}: ready`);
    const inChecks = this.#parts.actors.get(actor).frames.some(({ procedure }) => procedure === checks);
    return (role.kind === 'run' || role.kind === 'operator') && !inChecks
      ? [ready, this.#reads(actor, 'failed', `${toDo(effect)}: it fails`)]
      : [ready];
  }

  #measure(
    { candidate, environment }: Extract<Asked, { kind: 'measure' }>,
    actor: number,
    git: GitState,
  ): readonly Option[] {
    const { actors } = this.#parts;
    const { release } = git.live ?? git;
    const state = { ...actors.get(actor), saw: release === Number(candidate) };
    return this.#scenario.verdicts.map((verdict) => ({
      ...this.#reads(actor, verdict, `measures ${release} in the ${environment}: ${verdict}`),
      actor: actors.id(answered(state, verdict)),
    }));
  }

  #reads(actor: number, answer: unknown, says: string): Option {
    return { place: -1, value: 0, actor: this.#answered(actor, answer), costs: 0, says };
  }

  #writes(place: number, value: number, actor: number, answer: unknown, says: string): Option {
    return { place, value, actor: this.#answered(actor, answer), costs: 0, says };
  }

  /** The write is on its way, and the client tries again. */
  #delays(delayed: Delayed, actor: number, says: string): Option {
    const value = this.#parts.delayed.id(delayed);
    return {
      place: place.delayed,
      value,
      actor,
      costs: one('delays'),
      says: `${says}: no answer, the write is on its way`,
    };
  }

  #answered(actor: number, answer: unknown): number {
    const { actors } = this.#parts;
    return actors.id(answered(actors.get(actor), answer));
  }
}
