import type { Effect } from '../../../../src/programs/release/effect';
import type { WorldEffect } from '../../../../src/programs/release/perform';
import type { Procedure } from '../../../../src/programs/release/procedure';
import { pods } from './scripts';

/** A procedure that has begun, and what it was answered so far: enough to take it up again. */
export interface Frame {
  readonly procedure: Procedure;
  readonly args: readonly unknown[];
  readonly answers: readonly unknown[];
}

/** Where a run is. Two runs in equal states do the same from there on, however they came to it. */
export interface ActorState {
  readonly life: 'waiting' | 'running' | 'dead' | 'ended';
  /** Outermost first. */
  readonly frames: readonly Frame[];
  /** Whether what the checks measured was the candidate; only the invariants know. */
  readonly saw: boolean;
  readonly outcome: string;
}

const numbers = new Map<unknown, number>();

function numberOf(thing: object): number {
  const known = numbers.get(thing) ?? numbers.size;
  numbers.set(thing, known);
  return known;
}

/** A job by its holder, everything else by value. */
function briefly(arg: unknown): unknown {
  return typeof arg === 'object' && arg !== null && 'holder' in arg ? arg.holder : arg;
}

/** Procedures by identity. */
export function actorKey(state: ActorState): string {
  const frames = state.frames.map(({ procedure, args, answers }) => [numberOf(procedure), args.map(briefly), answers]);
  return JSON.stringify([state.life, frames, state.saw, state.outcome]);
}

/** The effect that a running actor wants next. */
export function pending(state: ActorState): WorldEffect {
  const top = state.frames.at(-1);
  if (top === undefined) throw new Error('an actor that has ended wants nothing');
  const turn = replay(top);
  if (turn.done === true || turn.value.kind === 'call') throw new Error('an actor is kept at an effect');
  return turn.value;
}

/** The pod that an actor works in. */
export function holderOf({ frames }: ActorState): string {
  const holders = frames.flatMap(({ args }) =>
    args.flatMap((arg) => (typeof arg === 'object' && arg !== null && 'holder' in arg ? [String(arg.holder)] : [])),
  );
  return holders.at(-1) ?? '';
}

export function start(procedure: Procedure, args: readonly unknown[]): ActorState {
  return settled({ life: 'running', frames: [{ procedure, args, answers: [] }], saw: false, outcome: '' });
}

/** The actor after its effect was answered, at the next effect or at its end. */
export function answered(state: ActorState, answer: unknown): ActorState {
  return settled({ ...state, frames: withAnswer(state.frames, answer) });
}

/** The actor after its pod died and the engine started it again. */
export function restarted(state: ActorState): ActorState {
  const pod = state.frames.findIndex(({ procedure }) => pods.includes(procedure));
  const frames = state.frames.slice(0, pod + 1).map((frame, i) => (i === pod ? { ...frame, answers: [] } : frame));
  return settled({ ...state, frames });
}

/** The actor after its pod died and the engine went on with what it says then. */
export function podAnswered(state: ActorState, procedure: unknown, answer: unknown): ActorState | undefined {
  const pod = state.frames.findIndex((frame) => frame.procedure === procedure);
  if (pod < 0) return undefined;
  return settled({ ...state, frames: withAnswer(state.frames.slice(0, pod), answer) });
}

function withAnswer(frames: readonly Frame[], answer: unknown): readonly Frame[] {
  return frames.map((frame, i) =>
    i === frames.length - 1 ? { ...frame, answers: [...frame.answers, answer ?? null] } : frame,
  );
}

/** Enters calls and leaves procedures that have returned, until something is wanted from the world. */
function settled(state: ActorState): ActorState {
  let frames = state.frames;
  for (;;) {
    const top = frames.at(-1);
    if (top === undefined) throw new Error('an actor has no frames');
    const turn = replay(top);
    if (turn.done === true) {
      frames = frames.slice(0, -1);
      if (frames.length === 0) return { life: 'ended', frames: [], saw: false, outcome: String(turn.value) };
      frames = withAnswer(frames, turn.value);
    } else if (turn.value.kind === 'call') {
      const { procedure, args } = turn.value;
      frames = [...frames, { procedure, args, answers: [] }];
    } else {
      return { ...state, frames };
    }
  }
}

function replay({ procedure, args, answers }: Frame): IteratorResult<Effect, unknown> {
  const program = procedure(...args);
  let turn = program.next();
  for (const answer of answers) turn = program.next(answer);
  return turn;
}
