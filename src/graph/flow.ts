import { always } from './depends';
import type { Picture } from './picture';
import type { Words } from './words';

/** What is known on the way to a place: which words a subject can still be. @internal */
export type Facts = ReadonlyMap<string, Words>;

/** Where an arrow to what comes next starts. @internal */
export interface End {
  /** A node or box; none at the start of the pipeline. */
  readonly from: string | undefined;
  readonly label: string;
  readonly facts: Facts;
  readonly dotted?: boolean;
  /** Not worth an arrow if nothing comes next. */
  readonly quiet?: boolean;
}

/** What comes next waits for all of the lists, and of each list for whichever end is reached. @internal */
export type Flow = readonly (readonly End[])[];

/** @internal */
export const start: Flow = [[{ from: undefined, label: '', facts: new Map() }]];

/** Reached from an end only. @internal */
export function from(node: string, facts: Facts): Flow {
  return [[{ from: node, label: '', facts }]];
}

/** What is known where all lists are reached, by whichever end of each. @internal */
export function factsOf(flow: Flow): Facts {
  return new Map(flow.flatMap((ends) => [...shared(ends)]));
}

function shared([first, ...others]: readonly End[]): Facts {
  const same = [...(first?.facts ?? [])].filter(([key, { words, except }]) =>
    others.every(({ facts }) => {
      const known = facts.get(key);
      return known !== undefined && known.except === except && known.words.join() === words.join();
    }),
  );
  return new Map(same);
}

/** Without ends that lead to another end anyway: nobody draws those arrows. @internal */
export function reduced(flow: Flow, picture: Picture): Flow {
  const all = flow.flat();
  if (all.length < 2) return flow;
  const isPlain = ({ label, from }: End): boolean => from !== undefined && (label === '' || label === always);
  const isSurplus = (ends: readonly End[], index: number): boolean =>
    ends.every(
      (end) =>
        isPlain(end) &&
        flow.some(
          (others, at) =>
            at !== index && others.length > 0 && others.every((other) => leads(end.from, other.from, picture)),
        ),
    );
  // The way of a word that is drawn already, and comes here in the end.
  const isDrawn = ({ from, label }: End): boolean =>
    label !== '' &&
    picture.edges.some(
      (edge) =>
        edge.from === from &&
        edge.label === label &&
        all.some((other) => edge.to === other.from || leads(edge.to, other.from, picture)),
    );
  return flow
    .map((ends) => ends.filter((end) => !isDrawn(end)))
    .filter((ends, index) => ends.length > 0 && !isSurplus(ends, index));
}

function leads(from: string | undefined, to: string | undefined, picture: Picture): boolean {
  return from !== undefined && to !== undefined && from !== to && picture.leadsTo(from, to);
}

/** Draws the arrows of a flow to a node. @internal */
export function connect(flow: Flow, to: string, picture: Picture): void {
  for (const { from, label, dotted = false } of reduced(flow, picture).flat()) {
    if (from !== undefined && from !== to) picture.addEdge({ from, to, label, dotted });
  }
}
