import { recordVerdict } from '../../../../src/programs/release/procedures/record-verdict';
import { type ActorState, pending, podAnswered, restarted, start } from './actor';
import { Answers, placeOf } from './answers';
import { affords, budgetOf, one } from './budget';
import { checks } from './checks';
import { type Asked, asked, environments, type Hop } from './environments';
import { afterPush, broken } from './events';
import { brokenInvariants, type View, wronglyGreen } from './invariants';
import type { Event, Option } from './option';
import { gitOf, Parts, place, recordOf } from './parts';
import { type Role, rolesOf } from './roles';
import type { Scenario } from './scenario';
import { show, toDo } from './words';

interface KnownOption extends Option {
  readonly ends: boolean;
  /** What the invariants remember after it, by what they knew before. */
  readonly remembered: Map<number, number>;
}

/**
 * The in-memory world of a scenario: what may follow a state.
 *
 * A state is a vector of numbers. The same effect in the same situation is computed once and looked up ever after, so the
 * procedures that run are the real ones and the search is still fast.
 */
export class World {
  readonly length: number;
  /** Whether each step is put into words; a search does not need them until it tells a trace. */
  narrates = false;
  story = '';
  readonly #scenario: Scenario;
  /** What is left of the budget while nothing went wrong that takes a settle to put right. */
  readonly #unharmed: number;
  readonly #roles: readonly Role[];
  readonly #firstSettler: number;
  readonly #parts = new Parts();
  readonly #answers: Answers;
  readonly #started: readonly number[];
  readonly #waiting: readonly number[];
  readonly #effects: (Asked | undefined)[] = [];
  readonly #options: (Map<number, readonly KnownOption[]> | undefined)[] = [];
  readonly #crashes: (readonly (readonly [number, string])[] | undefined)[] = [];
  readonly #owners: (number | undefined)[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    // An expired lease is no harm: who lost it leaves everything to the heir.
    this.#unharmed = budgetOf({ ...scenario.troubles, expiries: 0 });
    this.#roles = rolesOf(scenario);
    this.#firstSettler = this.#roles.findIndex(({ kind }) => kind === 'settler');
    this.#answers = new Answers(scenario, this.#parts);
    this.length = place.actors + this.#roles.length;
    const { actors } = this.#parts;
    this.#started = this.#roles.map(({ procedure, job }) => actors.id(start(procedure, [job])));
    this.#waiting = this.#started.map((id) => actors.id({ ...actors.get(id), life: 'waiting' }));
  }

  initial(): Int32Array {
    const state = this.#parts.initial(this.#scenario, this.length);
    this.#roles.forEach(({ kind }, i) => {
      const waits = kind === 'exit' || kind === 'settler';
      state[place.actors + i] = (waits ? this.#waiting[i] : this.#started[i]) as number;
    });
    return state;
  }

  /** Calls `emit` for each state that follows; it is in `next`, which is used again for the one after. */
  successors(state: Int32Array, next: Int32Array, emit: () => void): void {
    for (let i = 0; i < this.#roles.length; i += 1) {
      const life = this.#life(state, i);
      if (life === 'waiting') this.#start(state, next, i, emit);
      if (life === 'running') this.#step(state, next, i, emit);
    }
    this.#arrive(state, next, emit);
    this.#edit(state, next, emit);
    this.#follow(state, next, emit);
  }

  /** Whether the last periodic settle, which comes after everything else, has ended. */
  isFinal(state: Int32Array): boolean {
    return this.#life(state, this.#roles.length - 1) === 'ended';
  }

  /** The invariants that a state breaks, in words. */
  check(state: Int32Array): readonly string[] {
    const { troubles } = this.#scenario;
    const budget = state[place.budget] as number;
    // What somebody edited by hand is found by the checks, and by whoever looks for drift; nobody repairs it.
    const edited = troubles.edits > 0 && !affords(budget, one('edits') * troubles.edits);
    const rests = !edited && (this.isFinal(state) || this.#rests(state));
    return brokenInvariants(this.#view(state), this.#scenario, { rests, edited });
  }

  show(state: Int32Array): string {
    return show(
      this.#parts,
      this.#roles.map(({ name }) => name),
      state,
      this.#roles.some(({ hop }) => hop === 1),
    );
  }

  #life(state: Int32Array, i: number): ActorState['life'] {
    return (this.#parts.actors.values[state[place.actors + i] as number] as ActorState).life;
  }

  /** The engine starts an exit handler, or the periodic settle. */
  #start(state: Int32Array, next: Int32Array, i: number, emit: () => void): void {
    const budget = state[place.budget] as number;
    const costs = this.#startCosts(state, i, budget);
    if (costs === undefined) return;
    next.set(state);
    next[place.actors + i] = this.#started[i] as number;
    next[place.budget] = budget - costs;
    const living = costs > 0 ? ' while a pod of the run still lives' : '';
    if (this.narrates) this.story = `the engine starts ${this.#roles[i]?.name}${living}`;
    emit();
  }

  #startCosts(state: Int32Array, i: number, budget: number): number | undefined {
    const { kind, parent } = this.#roles[i] as Role;
    if (kind === 'settler') {
      for (let k = 0; k < i; k += 1) {
        const life = this.#life(state, k);
        if (life === 'running' || (life === 'waiting' && k >= this.#firstSettler)) return undefined;
      }
      return this.#parts.delayed.get(state[place.delayed] as number) === null ? 0 : undefined;
    }
    const begun = state[place.actors + parent] !== this.#started[parent];
    if (!begun || this.#life(state, this.#firstSettler) !== 'waiting') return undefined;
    const life = this.#life(state, parent);
    if (life === 'dead') return 0;
    return life === 'running' && affords(budget, one('expiries')) ? one('expiries') : undefined;
  }

  #step(state: Int32Array, next: Int32Array, i: number, emit: () => void): void {
    const id = state[place.actors + i] as number;
    const budget = state[place.budget] as number;
    const { name, kind, hop } = this.#roles[i] as Role;
    const effect = this.#effects[id] ?? this.#pending(id, hop);
    for (const option of this.#optionsOf(state, i, id, effect)) {
      if (!affords(budget, option.costs)) continue;
      next.set(state);
      if (option.place >= 0) next[option.place] = option.value;
      next[place.actors + i] = option.actor;
      next[place.budget] = budget - option.costs;
      if (option.event !== undefined) this.#remember(next, option.event, option.remembered);
      if (option.ends) this.#checkGreen(next, i, option.actor);
      if (this.narrates) this.story = `${name} ${option.says}`;
      emit();
      const written = option.place >= 0 && option.place !== place.delayed && option.value !== state[option.place];
      if (!written || !affords(budget, option.costs + one('lostAnswers'))) continue;
      next[place.actors + i] = id;
      next[place.budget] = budget - option.costs - one('lostAnswers');
      if (this.narrates) this.story = `${name} ${option.says}, and does not hear the answer`;
      emit();
    }
    if (kind === 'settler' || id === this.#started[i] || !affords(budget, one('crashes'))) return;
    for (const [after, says] of this.#crashes[id] ?? this.#crashed(id)) {
      next.set(state);
      next[place.actors + i] = after;
      next[place.budget] = budget - one('crashes');
      if (this.narrates) this.story = `${name} ${says} before it could ${toDo(effect)}`;
      emit();
    }
  }

  #pending(id: number, hop: Hop): Asked {
    const effect = asked(pending(this.#parts.actors.get(id)), hop);
    this.#effects[id] = effect;
    return effect;
  }

  #optionsOf(state: Int32Array, i: number, id: number, effect: Asked): readonly KnownOption[] {
    const at = placeOf(effect);
    const value = at < 0 ? 0 : (state[at] as number);
    let gone = true;
    if (effect.kind === 'lock') {
      const owner = this.#owners[value] ?? this.#owner(value);
      gone = owner < 0 || this.#life(state, owner) !== 'running';
    }
    const key = gone ? value : -1 - value;
    const known = this.#options[id]?.get(key);
    if (known !== undefined) return known;
    const role = this.#roles[i] as Role;
    const found =
      effect.kind === 'lock'
        ? this.#answers.toLock(effect, role, id, value, gone)
        : this.#answers.to(effect, role, id, value);
    const options = found.map((option) => ({
      ...option,
      ends: this.#parts.actors.get(option.actor).life === 'ended',
      remembered: new Map<number, number>(),
    }));
    const ofActor = this.#options[id] ?? new Map<number, readonly KnownOption[]>();
    this.#options[id] = ofActor.set(key, options);
    return options;
  }

  /** Whose the lock of a record is, -1 for nobody's. */
  #owner(record: number): number {
    const holder = this.#parts.records.get(record).lock?.holder;
    const owner = this.#roles.findIndex(({ job }) => holder?.startsWith(`${job.holder}-`));
    this.#owners[record] = owner;
    return owner;
  }

  /** What a dying pod may lead to: the run ends, the engine starts the pod again, or goes on with what the pod leaves. */
  #crashed(id: number): readonly (readonly [number, string])[] {
    const { actors } = this.#parts;
    const actor = actors.get(id);
    const after: (readonly [number, string])[] = [
      [actors.id({ life: 'dead', frames: [], saw: false, outcome: '' }), 'dies'],
      [actors.id(restarted(actor)), 'dies and is started again'],
    ];
    const judged = podAnswered(actor, checks, 'error') ?? podAnswered(actor, recordVerdict, 'lost');
    if (judged !== undefined) after.push([actors.id(judged), 'loses this pod']);
    const found = after.filter(([to]) => to !== id);
    this.#crashes[id] = found;
    return found;
  }

  /** A delayed write arrives. */
  #arrive(state: Int32Array, next: Int32Array, emit: () => void): void {
    const { delayed, gits, registries } = this.#parts;
    const write = delayed.get(state[place.delayed] as number);
    if (write === null) return;
    next.set(state);
    next[place.delayed] = delayed.id(null);
    if (write.kind === 'set-alias') {
      const registry = registries.get(state[place.registry] as number);
      next[place.registry] = registries.id({ ...registry, [write.environment]: write.version });
      if (this.narrates)
        this.story = `a delayed write arrives: the alias of the ${write.environment} points at ${write.version}`;
    } else {
      const { environment, release, token } = write;
      const git = gits.get(state[gitOf(environment)] as number);
      const lands = this.#answers.accepts(git, token);
      if (lands) {
        next[gitOf(environment)] = gits.id(this.#answers.pushed(git, release, token));
        this.#remember(next, afterPush(this.#scenario, environment, git, release, token));
      }
      const how = lands ? '' : ', and is refused';
      if (this.narrates)
        this.story = `a delayed push arrives: ${release} in the ${environment} with token ${token}${how}`;
    }
    emit();
  }

  /** Somebody commits to the file of the source, which only the programs write. */
  #edit(state: Int32Array, next: Int32Array, emit: () => void): void {
    const budget = state[place.budget] as number;
    if (!affords(budget, one('edits'))) return;
    const { gits } = this.#parts;
    const { token } = gits.get(state[gitOf('source')] as number);
    next.set(state);
    next[gitOf('source')] = gits.id({ release: 1, token });
    next[place.budget] = budget - one('edits');
    if (this.narrates) this.story = 'somebody edits the file of the source: 1';
    emit();
  }

  /** The cluster runs what git says. */
  #follow(state: Int32Array, next: Int32Array, emit: () => void): void {
    if (!this.#scenario.lag) return;
    for (const environment of environments) {
      const { release, token, live } = this.#parts.gits.get(state[gitOf(environment)] as number);
      if (live === undefined) continue;
      next.set(state);
      next[gitOf(environment)] = this.#parts.gits.id({ release, token });
      if (this.narrates) this.story = `the cluster of the ${environment} follows git: ${release}`;
      emit();
    }
  }

  #remember(state: Int32Array, event: Event | undefined, known?: Map<number, number>): void {
    if (event === undefined) return;
    const before = state[place.memory] as number;
    const source = state[recordOf('source')] as number;
    const key = before * 0x100000 + source;
    let after = known?.get(key);
    if (after === undefined) {
      const { memories, records } = this.#parts;
      after = memories.id(event(memories.get(before), records.get(source)));
      known?.set(key, after);
    }
    state[place.memory] = after;
  }

  #checkGreen(state: Int32Array, i: number, actor: number): void {
    const { about, hop, job } = this.#roles[i] as Role;
    const { outcome } = this.#parts.actors.get(actor);
    const wrong = wronglyGreen(outcome, { about, hop, within: job.policy.within }, this.#view(state));
    if (wrong !== undefined) this.#remember(state, (memory) => broken(memory, wrong));
  }

  #view(state: Int32Array): View {
    const parts = this.#parts;
    return {
      source: parts.facts(state[recordOf('source')] as number),
      target: parts.facts(state[recordOf('target')] as number),
      third: parts.facts(state[recordOf('third')] as number),
      inSource: parts.gits.get(state[gitOf('source')] as number).release,
      inTarget: parts.gits.get(state[gitOf('target')] as number).release,
      inThird: parts.gits.get(state[gitOf('third')] as number).release,
      aliases: parts.registries.get(state[place.registry] as number),
      memory: parts.memories.get(state[place.memory] as number),
    };
  }

  /** Whether all have ended by themselves, and nothing was left to a settle: then nothing may be wrong without one. */
  #rests(state: Int32Array): boolean {
    if (!affords(state[place.budget] as number, this.#unharmed)) return false;
    for (let i = 0; i < this.#roles.length; i += 1) if (this.#life(state, i) === 'running') return false;
    const { source, target, third } = this.#view(state);
    return source.idle && target.idle && third.idle && !source.locked;
  }
}
