import type { Deadline } from './deadline';
import type { Session } from './session';
import { askVersion, isProven, seenText, type VersionProof, type VersionSeen } from './version-proof';

/** What the version path answered over time, for the evidence. @internal */
export interface VersionHistory {
  readonly url: string;
  readonly expected: string;
  asked: number;
  /** What was seen, each once, in the order in which it appeared first. */
  readonly seen: string[];
  provenAt?: string;
  provenAgainAt?: string;
}

/** @internal */
export function versionHistory({ url, expected }: VersionProof): VersionHistory {
  return { url: url.href, expected, asked: 0, seen: [] };
}

const mostSeen = 20;

/**
 * Asks for the version until exactly the expected one answers.
 *
 * @returns nothing when it is proven, else why it is not at the deadline
 * @internal
 */
export async function awaitVersion(
  proof: VersionProof,
  pollMilliseconds: number,
  deadline: Deadline,
  history: VersionHistory,
  session: Session,
): Promise<string | undefined> {
  let last: VersionSeen | undefined;
  let shown = '';
  while (!deadline.expired()) {
    const seen = await askVersion(proof, deadline, session);
    noteVersion(history, seen, session);
    if (isProven(seen, proof)) {
      history.provenAt = new Date().toISOString();
      return undefined;
    }
    // What the deadline itself cut off says less than the answer before it.
    const outOfTime = 'none' in seen && seen.outOfTime === true;
    if (last === undefined || !outOfTime) last = seen;
    const text = seenText(seen, session);
    if (text !== shown) session.log(`waiting for version ${proof.expected}: ${text}`);
    shown = text;
    await deadline.sleep(pollMilliseconds);
  }
  if (last === undefined) return `version ${proof.expected} was not asked for before the deadline`;
  const found = seenText(last, session);
  return 'version' in last
    ? `another version still answers at the deadline: expected ${proof.expected}, found ${found.replace(/^version /, '')}`
    : `version ${proof.expected} did not answer before the deadline: ${found} (asked ${history.asked} times)`;
}

const proofAttempts = 3;

/**
 * Asks again after the measurements: they count only if the version they measured is still the one that answers.
 *
 * @returns nothing when it is, else what is wrong
 * @internal
 */
export async function proveAgain(
  proof: VersionProof,
  pauseMilliseconds: number,
  deadline: Deadline,
  history: VersionHistory,
  session: Session,
): Promise<string | undefined> {
  let missing = 'the deadline passed';
  for (let attempt = 1; attempt <= proofAttempts && !deadline.expired(); attempt += 1) {
    if (attempt > 1) await deadline.sleep(pauseMilliseconds);
    const seen = await askVersion(proof, deadline, session);
    noteVersion(history, seen, session);
    if (isProven(seen, proof)) {
      history.provenAgainAt = new Date().toISOString();
      return undefined;
    }
    const found = seenText(seen, session);
    if ('version' in seen) return `the version changed during the check: expected ${proof.expected}, found ${found}`;
    missing = found;
  }
  return `version ${proof.expected} could not be proven again after the check: ${missing}`;
}

/** Adds what was seen to the history. @internal */
export function noteVersion(history: VersionHistory, seen: VersionSeen, session: Session): void {
  history.asked += 1;
  const text = seenText(seen, session);
  if (!history.seen.includes(text) && history.seen.length < mostSeen) history.seen.push(text);
}
