import type { Scenario } from './scenario';
import { World } from './world';

/** Words that only troubles have: a step is without trouble unless one of them is asked for. */
const troubles = /dies|loses this pod|does not hear|on its way|still lives|gives up|it fails/;

/** Plays one history of a scenario, step by step, in the words of its traces. */
export class Play {
  readonly steps: string[] = [];
  readonly #world: World;
  #state: Int32Array;

  constructor(scenario: Scenario) {
    this.#world = new World(scenario);
    this.#world.narrates = true;
    this.#state = this.#world.initial();
  }

  /**
   * Lets an actor go on until it has done a step that fits, or has ended; its verdicts and answers are those of `choose`.
   *
   * @param actor how its steps begin: `chain 2`
   */
  go(actor: string, until?: RegExp, choose?: RegExp): this {
    const from = this.steps.length;
    while (this.#step(actor, choose, until)) {
      if (until?.test(this.steps.at(-1) ?? '')) return this;
    }
    const done = this.steps.slice(from).join('\n');
    if (until !== undefined) throw new Error(`${actor} did nothing like ${until}; it did\n${done}`);
    if (from === this.steps.length) throw new Error(`${actor} can do nothing`);
    return this;
  }

  /** Lets an actor do so many steps. */
  advance(actor: string, count: number, choose?: RegExp): this {
    for (let i = 0; i < count; i += 1) {
      if (!this.#step(actor, choose, undefined)) throw new Error(`${actor} can do no ${count} steps`);
    }
    return this;
  }

  /** Something that is not an actor's own doing: a trouble that fits, or a write that arrives. */
  happens(what: RegExp): this {
    if (this.tries(what) === undefined) throw new Error(`nothing like ${what} can happen now`);
    return this;
  }

  /** The same, if it can happen now. */
  tries(what: RegExp): string | undefined {
    return this.#step('', what, what) ? this.steps.at(-1) : undefined;
  }

  /** The records, git, the registry and how the runs ended, in words. */
  get state(): string {
    return this.#world.show(this.#state);
  }

  get broken(): readonly string[] {
    return this.#world.check(this.#state);
  }

  #step(actor: string, choose: RegExp | undefined, only: RegExp | undefined): boolean {
    const world = this.#world;
    const next = new Int32Array(world.length);
    const found: { readonly story: string; readonly state: Int32Array }[] = [];
    world.successors(this.#state, next, () => {
      if (world.story.startsWith(actor)) found.push({ story: world.story, state: next.slice() });
    });
    const wanted = [only, choose].flatMap((fits) => found.find(({ story }) => fits?.test(story)) ?? []);
    const step = wanted[0] ?? (actor === '' ? undefined : found.find(({ story }) => !troubles.test(story)));
    if (step === undefined) return false;
    this.steps.push(step.story);
    this.#state = step.state;
    return true;
  }
}
