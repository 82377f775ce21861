import { type Candidate, isInitial, isSame } from '../../../programs/release/candidate';
import { changeRecord } from '../../../programs/release/change';
import type { Program, Rollout, Side, Effect as Wanted } from '../../../programs/release/effect';
import type { WorldEffect } from '../../../programs/release/perform';
import { holds, initialRecord, type ReleaseRecord } from '../../../programs/release/record';
import { requestOf } from '../../../programs/release/request';
import { findVerdict, type VerdictBook, writeVerdict } from '../../../programs/release/verdict-book';
import type { Event } from '../history';

/** What a pod finds when it looks. @internal */
export interface Weather {
  /** What becomes of a roll-out; other than our own commit never arrives. */
  readonly rollout: (side: Side, release: Candidate) => Rollout;
  readonly image: (release: Candidate) => 'there' | 'missing';
  /** The pod is killed before the effect of this index. */
  readonly killedBefore: number | undefined;
}

/** The pod was killed. One for all, since nobody asks where, and there are many. @internal */
export const killed = new Error('killed');

/** Who works, and when. @internal */
export interface Worker {
  readonly holder: string;
  readonly step: string;
  readonly template: string;
  readonly now: number;
  /** What it gives as the reason of a verdict. */
  readonly reason: string;
}

/** What there is of one environment. @internal */
export interface SideState {
  readonly record: ReleaseRecord;
  /** The file in git. */
  readonly pushed: { readonly version: string; readonly token: number };
  readonly alias: string | null;
}

/** All that procedures find and change. @internal */
export interface WorldState {
  readonly sides: Readonly<Record<Side, SideState>>;
  readonly book: VerdictBook;
}

/** The version that was approved before all this. */
const previous: Candidate = { modelVersion: '1', runId: '', digest: `sha256:${'1'.repeat(64)}`, commit: '', uri: '' };

const lease = 300_000;

/** Where a version was approved, and nothing is open. @internal */
export function approvedSide(good: Candidate): SideState {
  const record = { ...initialRecord, token: 1, deployed: good, good };
  return { record, pushed: { version: good.modelVersion, token: 1 }, alias: good.modelVersion };
}

const approved: WorldState = {
  sides: { source: approvedSide(previous), target: approvedSide(previous) },
  book: [],
};

/** Stands for the commit of a push. */
const commitOf = (token: number): string => String(token).padStart(40, '0');

/**
 * An application in two environments, or in one, in memory: the records, the verdicts, git, and what was done to them.
 *
 * The procedures that run in pods run here too: what is proved is proved of them.
 *
 * @internal
 */
export class ReleaseWorld {
  #sides: WorldState['sides'];
  #book: VerdictBook;
  readonly #names: Readonly<Record<Side, string>>;
  readonly #within: boolean;
  readonly #events: Event[] = [];

  /** @param within whether releases stay in the source */
  constructor(names: Readonly<Record<Side, string>>, within: boolean, { sides, book }: WorldState = approved) {
    this.#sides = sides;
    this.#book = book;
    this.#names = names;
    this.#within = within;
  }

  /** The same world, to try something in. */
  copy(): ReleaseWorld {
    const world = new ReleaseWorld(this.#names, this.#within, this.state());
    world.#events.push(...this.#events);
    return world;
  }

  state(): WorldState {
    return { sides: this.#sides, book: this.#book };
  }

  record(side: Side): ReleaseRecord {
    return this.#sides[side].record;
  }

  /** Where releases end. */
  get #last(): Side {
    return this.#within ? 'source' : 'target';
  }

  get events(): readonly Event[] {
    return this.#events;
  }

  /** Two worlds with the same key go on alike. Of a lease only counts whether it is over. */
  key(now: number): string {
    const records = (['source', 'target'] as const).map((side) => {
      const { lock, ...record } = this.#sides[side].record;
      return { ...record, lock: lock === null ? null : [lock.holder, lock.expires > now] };
    });
    const verdicts = this.#book.map(({ verdict, attempt }) => [verdict, attempt]);
    const { source, target } = this.#sides;
    // Where candidates are only tested nobody reads the alias.
    return JSON.stringify([
      records,
      target.alias,
      ...(this.#within ? [source.alias] : []),
      verdicts,
      { source: source.pushed, target: target.pushed },
    ]);
  }

  /**
   * Carries a procedure out.
   *
   * @param seen told of each effect before it happens
   * @throws `killed`, if whoever is told does
   */
  carryOut<T>(program: Program<T>, worker: Worker, weather: Weather, seen: (effect: WorldEffect) => void): T {
    let turn = program.next();
    while (turn.done !== true) {
      const effect: Wanted = turn.value;
      const answer =
        effect.kind === 'call'
          ? this.carryOut(effect.procedure(...effect.args), worker, weather, seen)
          : this.#answer(effect, worker, weather, seen);
      turn = program.next(answer);
    }
    return turn.value;
  }

  #answer(effect: WorldEffect, worker: Worker, weather: Weather, seen: (effect: WorldEffect) => void): unknown {
    seen(effect);
    switch (effect.kind) {
      case 'lock':
        return this.#lock(effect.side, worker);
      case 'change':
        return this.#change(effect.side, worker, worker.now, effect.transition, effect.details);
      case 'look':
        return effect.view(this.record(effect.side));
      case 'read-verdict':
        return findVerdict(this.#book, effect.candidate, effect.attempt) ?? null;
      case 'write-verdict': {
        const { candidate, attempt, verdict } = effect;
        const { reason } = worker;
        this.#book = writeVerdict(this.#book, { candidate, attempt, verdict, by: '', at: '', reason });
        const stands = this.#book.find((entry) => entry.attempt === attempt);
        const passed = stands?.verdict === 'pass' || stands?.verdict === 'override';
        this.#note(worker, 'gate', 'source', { passed, template: recordedVerdict });
        // Where candidates stay, the roll-out is the one that the gate begins with.
        if (this.#within && stands?.verdict === 'pass') this.#note(worker, 'checks-rollout', 'source', {});
        if (stands?.verdict === 'override') this.#note(worker, 'overrides', 'source', {});
        return stands;
      }
      case 'push':
        return this.#push(effect.side, effect.release, effect.token, worker);
      case 'await-rollout': {
        const ours = commitOf(this.#sides[effect.side].pushed.token) === effect.revision;
        const answer = ours ? weather.rollout(effect.side, effect.release) : 'late';
        if (answer === 'ready') this.#note(worker, 'checks-rollout', effect.side, {});
        return answer;
      }
      case 'find-digest':
        return weather.image(effect.release);
      case 'set-alias':
        // Where candidates are only tested the alias says what is deployed, tested or not.
        if (effect.side === this.#last && effect.modelVersion !== this.#sides[effect.side].alias) {
          // It follows the record, which only a holder changes.
          const locked = holds(this.record('source'), worker.holder) || holds(this.record('target'), worker.holder);
          this.#note(worker, 'moves-alias', effect.side, { locked });
        }
        this.#set(effect.side, { alias: effect.modelVersion });
        return null;
      case 'tag':
        return null;
    }
  }

  #lock(side: Side, worker: Worker): 'locked' | 'timeout' {
    if (this.#change(side, worker, worker.now, 'lock', {}) === 'done') return 'locked';
    // Pods wait for longer than a lease lasts.
    return this.#change(side, worker, worker.now + lease, 'lock', {}) === 'done' ? 'locked' : 'timeout';
  }

  #change(
    side: Side,
    worker: Worker,
    now: number,
    transition: Parameters<typeof changeRecord>[1],
    details: object,
  ): string {
    const before = this.record(side);
    const request = requestOf({ holder: worker.holder, now, expires: now + lease }, details);
    const { record, answer } = changeRecord(before, transition, request);
    this.#set(side, { record });
    // What passed is live already: saying that it is good is all that is left of a promotion.
    if (transition === 'accept' && record !== before) this.#note(worker, 'promotes', side, {});
    return answer;
  }

  #push(side: Side, release: Candidate, token: number, worker: Worker): { readonly revision: string } | 'behind' {
    const file = this.#sides[side].pushed;
    if (file.token > token) return 'behind';
    this.#set(side, { pushed: { version: release.modelVersion, token } });
    // Pushed again after a crash, nothing changes.
    if (file.token === token) return { revision: commitOf(token) };
    const isCandidate = isSame(this.record(side).candidate, release);
    const effect = side === 'source' ? (isCandidate ? 'deploys' : 'reverts') : isCandidate ? 'promotes' : undefined;
    if (effect !== undefined) this.#note(worker, effect, side, {});
    return { revision: commitOf(token) };
  }

  #set(side: Side, more: Partial<SideState>): void {
    this.#sides = { ...this.#sides, [side]: { ...this.#sides[side], ...more } };
  }

  #note(worker: Worker, effect: Event['effect'], side: Side, more: Partial<Event>): void {
    this.#events.push({
      effect,
      environment: this.#names[side],
      step: worker.step,
      template: worker.template,
      startedAt: worker.now,
      finishedAt: worker.now,
      done: true,
      passed: false,
      locked: holds(this.record(side), worker.holder),
      ...more,
    });
  }

  /** What became of the candidate in the end, where no push shows it. */
  ending(): Event | undefined {
    const { phase, hold, candidate, deployed, good } = this.record('source');
    if (candidate === null || isInitial(candidate) || isSame(this.record('target').good, candidate)) return undefined;
    // What is open the next settle finishes. What has its verdict stays for somebody to act on, or for the next candidate.
    const verdict = this.#book.some((entry) => isSame(entry.candidate, candidate));
    if (phase === 'idle' && hold === null && !(verdict && isSame(deployed, candidate))) return undefined;
    const effect = phase === 'idle' && isSame(good, candidate) ? 'approves' : 'holds';
    const step = `the record of ${this.#names.source}`;
    const world = this.copy();
    const nobody = { holder: '', step, template: '', now: Number.MAX_SAFE_INTEGER, reason: '' };
    world.#note(nobody, effect, 'source', { locked: true });
    return world.#events.at(-1);
  }
}

/** What the record has to say beside the gates themselves. @internal */
export const recordedVerdict = 'the recorded verdict';
