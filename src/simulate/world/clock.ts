/** A time at which something happens. */
interface Appointment<Run, Node> {
  readonly time: number;
  readonly order: number;
  readonly happens: (run: Run, node: Node) => void;
  /** What it happens to: told, and not remembered, so that it happens to copies, too. */
  readonly run: Run | undefined;
  readonly node: Node | undefined;
}

/** A fake clock: time passes only from one appointment to the next, each of which is for a run, or for a part of one. @internal */
export interface Clock<Run, Node> {
  now(): number;
  /** Plans something for a time; what is planned for one time happens in the order it was planned. */
  at(time: number, happens: () => void): void;
  /** The same for a run, so that copies of it can be told from it. */
  forRun(time: number, run: Run, happens: (run: Run) => void): void;
  /** The same for one of its nodes. */
  forNode(time: number, run: Run, node: Node, happens: (run: Run, node: Node) => void): void;
  /** The time of the next appointment. */
  next(): number | undefined;
  /** Goes there and lets everything of that time happen; false if nothing is planned. */
  advance(): boolean;
  /** The same time and the same plans, for copies of the runs. Nothing else may be planned. */
  copy(run: (original: Run) => Run, node: (original: Node) => Node): Clock<Run, Node>;
}

/** @internal */
export function fakeClock<Run, Node>(start: number): Clock<Run, Node> {
  return clockFrom<Run, Node>(start, [], 0);
}

/** @param planned latest first, so that the next one is taken from the end */
function clockFrom<Run, Node>(start: number, planned: Appointment<Run, Node>[], counted: number): Clock<Run, Node> {
  let now = start;
  let order = counted;
  const plan = (
    time: number,
    happens: Appointment<Run, Node>['happens'],
    run: Run | undefined,
    node: Node | undefined,
  ): void => {
    order += 1;
    const appointment = { time: Math.max(time, now), order, happens, run, node };
    let at = planned.length;
    while (at > 0 && isBefore(planned[at - 1], appointment)) at -= 1;
    planned.splice(at, 0, appointment);
  };
  return {
    now: () => now,
    at: (time, happens) => plan(time, happens, undefined, undefined),
    forRun: (time, run, happens) => plan(time, happens, run, undefined),
    forNode: (time, run, node, happens) => plan(time, happens, run, node),
    next: () => planned.at(-1)?.time,
    advance() {
      const first = planned.pop();
      if (first === undefined) return false;
      now = first.time;
      happen(first);
      for (let next = planned.at(-1); next?.time === now; next = planned.at(-1)) {
        planned.pop();
        happen(next);
      }
      return true;
    },
    copy: (runOf, nodeOf) =>
      clockFrom(
        now,
        planned.map((each) => ({
          ...each,
          run: each.run && runOf(each.run),
          node: each.node && nodeOf(each.node),
        })),
        order,
      ),
  };
}

type Planned = Pick<Appointment<unknown, unknown>, 'time' | 'order'>;

/** What is not for a run asks for none. */
function happen<Run, Node>({ happens, run, node }: Appointment<Run, Node>): void {
  happens(run as Run, node as Node);
}

function isBefore(one: Planned | undefined, other: Planned): boolean {
  return one !== undefined && (one.time < other.time || (one.time === other.time && one.order < other.order));
}
