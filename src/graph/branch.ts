import type { Condition } from './condition';
import { always } from './depends';
import { connect, type End, type Facts, type Flow, factsOf, reduced } from './flow';
import type { Picture } from './picture';
import { subjectText } from './subject';
import { decided, rest, type Words, wordsText } from './words';

/** Where the ways of a branch start. @internal */
export interface Branched {
  /** For each condition. */
  readonly taken: readonly Flow[];
  /** Where none holds. */
  readonly passed: readonly End[];
}

/** Where a branch is drawn. @internal */
export interface BranchPlace {
  readonly picture: Picture;
  readonly box: string | undefined;
  readonly path: string;
}

/**
 * Splits a flow by conditions of which each may hold or not.
 *
 * What is known already needs no arrow of its own. The words stand on the arrows of the step that made the value; where
 * another one comes before, a diamond says what is looked at.
 *
 * @internal
 */
export function branch(flow: Flow, conditions: readonly Condition[], place: BranchPlace): Branched {
  const short = reduced(flow, place.picture);
  const joined = short.length > 1 ? factsOf(short) : undefined;
  const taken: End[][] = conditions.map(() => []);
  const passed: End[] = [];
  const open: End[] = [];
  const asked = new Set<number>();
  for (const end of short.flat()) {
    const known = conditions.map((condition) => decidedBy(condition, joined ?? end.facts));
    known.forEach((holds, index) => {
      if (holds === true) taken[index]?.push(end);
      if (holds === undefined) asked.add(index);
    });
    if (known.includes(undefined)) open.push(end);
    else if (!known.includes(true)) passed.push(end);
  }
  if (open.length > 0) {
    const telling = conditions.filter((_, index) => asked.has(index));
    const facts = factsOf(short.map((ends) => ends.filter((end) => open.includes(end))));
    const ways = labelled(telling, open, facts, place);
    ways.taken.forEach((end, index) => {
      taken[[...asked].sort((a, b) => a - b)[index] ?? 0]?.push(end);
    });
    passed.push(...ways.passed);
  }
  return {
    taken: taken.map((ends) => (ends.length === 0 ? [] : joined === undefined || open.length > 0 ? [ends] : short)),
    passed,
  };
}

function decidedBy(condition: Condition, facts: Facts): boolean | undefined {
  if (condition.subject === undefined) return undefined;
  const known = facts.get(condition.subject.key);
  return known === undefined ? undefined : decided(known, condition.words);
}

function labelled(
  conditions: readonly Condition[],
  open: readonly End[],
  facts: Facts,
  place: BranchPlace,
): { readonly taken: readonly End[]; readonly passed: readonly End[] } {
  const subjects = new Set(conditions.map(({ subject }) => subject?.key));
  const same = subjects.size === 1 ? conditions[0]?.subject : undefined;
  const [only] = open;
  const plain = open.length === 1 && only?.from !== undefined && (only.label === '' || only.label === always);
  const own = plain && conditions.every((condition) => isMadeBy(condition, only?.from ?? '', place.picture));
  const direct = own || (plain && (same === undefined || conditions.length === 1));
  const source = direct ? only?.from : diamond(conditions, open, place);
  const isSaid = own || !direct;
  const end = (label: string, key?: string, words?: Words): End => ({
    from: source,
    label,
    facts: key === undefined || words === undefined ? facts : new Map([...facts, [key, words]]),
  });
  const taken = conditions.map((condition) => {
    if (condition.subject === undefined) return end(!direct && conditions.length === 1 ? 'yes' : condition.text);
    return end(
      labelOf(condition.subject, condition.words, isSaid, same !== undefined),
      condition.subject.key,
      condition.words,
    );
  });
  if (isCovered(conditions)) return { taken, passed: [] };
  if (same === undefined) {
    const otherwise = !direct && conditions.length === 1 ? 'no' : 'otherwise';
    return { taken, passed: [{ ...end(otherwise), quiet: conditions.length > 1 }] };
  }
  const left = rest(wordsOf(conditions, same.key));
  const vague = left.except && conditions.length > 1;
  const label = vague ? 'otherwise' : labelOf(same, left, isSaid, true);
  return { taken, passed: [{ ...end(label, same.key, left), quiet: vague }] };
}

function wordsOf(conditions: readonly Condition[], key: string): readonly Words[] {
  return conditions.flatMap((condition) =>
    condition.subject !== undefined && condition.subject.key === key ? [condition.words] : [],
  );
}

/** Whether whatever one of the subjects is, one of the conditions holds. */
function isCovered(conditions: readonly Condition[]): boolean {
  return conditions.some(({ subject }) => {
    const left = subject && rest(wordsOf(conditions, subject.key));
    return left !== undefined && !left.except && left.words.length === 0;
  });
}

/** Phases of steps in plain words: all but the good ones are `failed`. */
function statusText({ words, except }: Words): string {
  const isGood = words.every((word) => word === 'Succeeded' || word === 'Skipped');
  return except && isGood ? 'failed' : wordsText({ words: words.map((word) => word.toLowerCase()), except });
}

/** The word alone where it is clear what it is said of. */
function labelOf(subject: NonNullable<Condition['subject']>, words: Words, isSaid: boolean, isOnly: boolean): string {
  const text = subject.field === 'status' ? statusText(words) : wordsText(words);
  if (!isSaid) return `${subjectText(subject)} = ${text}`;
  const telling = ['verdict', 'result', 'outcome', 'decision', 'status'].includes(subject.field);
  return isOnly || telling ? text : `${subject.field} = ${text}`;
}

function isMadeBy({ subject }: Condition, node: string, picture: Picture): boolean {
  const path = picture.nodeOf(node)?.path;
  const producer = subject?.producer;
  return path !== undefined && producer !== undefined && (path === producer || path.startsWith(`${producer}/`));
}

function diamond(conditions: readonly Condition[], open: readonly End[], { picture, box, path }: BranchPlace): string {
  const [first, ...others] = conditions;
  const isOne = first?.subject !== undefined && others.every(({ subject }) => subject?.key === first.subject.key);
  const text = isOne ? subjectText(first.subject) : others.length === 0 ? (first?.text ?? '') : 'which?';
  const sources = open.map(({ from, label }) => [from, label]);
  return picture.shared(JSON.stringify([path, text, sources]), () => {
    const id = picture.addNode(text, { shape: 'decision', lines: [text], box, path: `${path}/?` });
    connect([open], id, picture);
    return id;
  });
}
