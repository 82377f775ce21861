import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../finding';
import { type Found, foundIn, type LintFile, type ReadFile, readFile } from '../lint';
import type { LintOptions } from '../options';
import { edited, lineText } from './line-text';
import { type Changed, withChanges } from './repair';
import { repairEdits, type TextRepair } from './repair-edits';

/** Files with everything mended that can be mended for certain. @internal */
export interface Fixed {
  /** The new texts of the files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was found and is mended, with its place before. */
  readonly repaired: readonly Finding[];
  /** What is left, beside what is wrong as YAML. */
  readonly findings: readonly Finding[];
}

/** One repair may make the next one possible; a chain longer than this is none. */
const mostRounds = 10;
/** Where so many looks at all files are not enough to tell good repairs from bad ones, the rest stays as it is. */
const mostTrials = 60;

/**
 * Mends what can be mended for certain: nothing else of any manifest changes, and no new finding comes up. Repairs of which
 * that is not so are left out.
 *
 * @param mayChange whether a finding may be mended
 * @internal
 */
export function fixFiles(
  files: readonly LintFile[],
  options: LintOptions,
  mayChange: (finding: Finding) => boolean = () => true,
): Fixed {
  let state = lookAt(files, options, new Map());
  const repaired: Finding[] = [];
  let trials = 0;
  for (let round = 0; round < mostRounds; round++) {
    const wanted = wantedRepairs(state.found.filter(({ finding }) => mayChange(finding)));
    let accepted: readonly WantedRepair[] = [];
    let next = state;
    const accept = (repairs: readonly WantedRepair[]): void => {
      if (repairs.length === 0 || trials++ >= mostTrials) return;
      const tried = withRepairs(state, [...accepted, ...repairs], options);
      if (tried !== undefined && !isWorse(tried.found, next.found)) {
        accepted = [...accepted, ...repairs];
        next = tried;
      } else if (repairs.length > 1) {
        const half = Math.ceil(repairs.length / 2);
        accept(repairs.slice(0, half));
        accept(repairs.slice(half));
      }
    };
    accept(wanted);
    if (accepted.length === 0) break;
    repaired.push(...accepted.map(({ finding }) => finding));
    state = next;
  }
  const before = new Map(files.map(({ file, text }) => [file, text]));
  const texts = [...state.read].filter(([file, { text }]) => before.get(file) !== text);
  return {
    texts: new Map(texts.map(([file, { text }]) => [file, text])),
    repaired,
    findings: state.found.map(({ finding }) => finding),
  };
}

interface KnownFile extends ReadFile {
  readonly text: string;
}

interface State {
  readonly read: ReadonlyMap<string, KnownFile>;
  readonly found: readonly Found[];
}

interface WantedRepair extends TextRepair {
  readonly finding: Finding;
  readonly document: Found['document'];
}

/** Looks at all files; those whose text is known already are not read again. */
function lookAt(files: readonly LintFile[], options: LintOptions, known: State['read']): State {
  const read = new Map(
    files.map(({ file, text }): [string, KnownFile] => {
      const before = known.get(file);
      return [file, before?.text === text ? before : { text, ...readFile({ file, text }) }];
    }),
  );
  const documents = [...read.values()].flatMap((each) => each.documents);
  return { read, found: foundIn(documents, options) };
}

function wantedRepairs(found: readonly Found[]): readonly WantedRepair[] {
  const lines = new Map<string, ReturnType<typeof lineText>>();
  const wanted = found.flatMap(({ finding, document, repair }) => {
    if (repair === undefined) return [];
    const known = lines.get(document.file) ?? lineText(document.text);
    lines.set(document.file, known);
    const inText = repairEdits(repair, document, known);
    return inText === undefined ? [] : [{ ...inText, finding, document }];
  });
  const targets = wanted.map(targetOf);
  return wanted.filter(
    (_, i) => targets[i] === undefined || targets.indexOf(targets[i]) === targets.lastIndexOf(targets[i]),
  );
}

/** The name that a field gets: where two would get the same one, neither is certain. */
function targetOf({ document, changed }: WantedRepair): string | undefined {
  if (changed?.name === undefined) return undefined;
  const { file, start } = document;
  return JSON.stringify([file, start, changed.path.slice(0, -1), changed.name]);
}

/** The files with repairs made; `undefined` where one of them would change something else too. */
function withRepairs(state: State, repairs: readonly WantedRepair[], options: LintOptions): State | undefined {
  const files: LintFile[] = [];
  for (const [file, known] of state.read) {
    const ofFile = repairs.filter(({ document }) => document.file === file);
    const text = edited(
      known.text,
      ofFile.flatMap(({ edits }) => edits),
    );
    if (text === undefined) return undefined;
    if (ofFile.length > 0 && !changesOnly(known, readFile({ file, text }), ofFile)) return undefined;
    files.push({ file, text });
  }
  return lookAt(files, options, state.read);
}

function changesOnly(before: KnownFile, after: ReadFile, repairs: readonly WantedRepair[]): boolean {
  if (before.documents.length !== after.documents.length) return false;
  if (before.problems.length !== after.problems.length) return false;
  return before.documents.every((document, i) => {
    const changes = repairs.flatMap((one): readonly Changed[] =>
      one.document === document && one.changed !== undefined ? [one.changed] : [],
    );
    return isDeepStrictEqual(after.documents[i]?.value, withChanges(document.value, changes));
  });
}

/**
 * Whether something is found that was not before. In a file where a value had another type than its field, most rules looked
 * at nothing until now: there only what is wrong with the structure counts.
 */
function isWorse(after: readonly Found[], before: readonly Found[]): boolean {
  const unseen = new Set(before.filter(({ finding }) => finding.code === 'MLL1103').map(({ finding }) => finding.file));
  const keyOf = ({ finding: { file, code, message } }: Found): string => `${file} ${code} ${message}`;
  const counts = new Map<string, number>();
  for (const found of before) counts.set(keyOf(found), (counts.get(keyOf(found)) ?? 0) + 1);
  return after.some((found) => {
    const key = keyOf(found);
    const left = (counts.get(key) ?? 0) - 1;
    counts.set(key, left);
    return left < 0 && (found.finding.code.startsWith('MLL11') || !unseen.has(found.finding.file));
  });
}
