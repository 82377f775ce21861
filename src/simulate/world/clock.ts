/** A time at which something happens. */
interface Appointment {
  readonly time: number;
  readonly order: number;
  readonly happens: () => void;
}

/** A fake clock: time passes only from one appointment to the next. @internal */
export interface Clock {
  now(): number;
  /** Plans something for a time; what is planned for one time happens in the order it was planned. */
  at(time: number, happens: () => void): void;
  /** The time of the next appointment. */
  next(): number | undefined;
  /** Goes there and lets everything of that time happen; false if nothing is planned. */
  advance(): boolean;
}

/** @internal */
export function fakeClock(start: number): Clock {
  let now = start;
  let order = 0;
  /** Latest first, so that the next one is taken from the end. */
  const planned: Appointment[] = [];
  return {
    now: () => now,
    at(time, happens) {
      order += 1;
      const appointment = { time: Math.max(time, now), order, happens };
      let at = planned.length;
      while (at > 0 && isBefore(planned[at - 1], appointment)) at -= 1;
      planned.splice(at, 0, appointment);
    },
    next: () => planned.at(-1)?.time,
    advance() {
      const first = planned.pop();
      if (first === undefined) return false;
      now = first.time;
      first.happens();
      while (planned.at(-1)?.time === now) planned.pop()?.happens();
      return true;
    },
  };
}

function isBefore(one: Appointment | undefined, other: Appointment): boolean {
  return one !== undefined && (one.time < other.time || (one.time === other.time && one.order < other.order));
}
