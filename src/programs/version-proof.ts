import type { Deadline } from './deadline';
import { type Answer, exchange } from './http-exchange';
import { valueAt } from './json-value';
import type { Session } from './session';

/**
 * Where a deployed application says which version it is, and which one it has to be.
 *
 * @internal
 */
export interface VersionProof {
  readonly url: URL;
  /** Dotted path or JSON pointer into a JSON answer; empty when the whole body is the version. */
  readonly field: string;
  readonly expected: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds per question. */
  readonly timeout: number;
}

/** A version, or why there is none; out of time is what only the deadline of the whole program cut off. @internal */
export type VersionSeen = { readonly version: string } | { readonly none: string; readonly outOfTime?: boolean };

const maxBytes = 64 * 1024;

/** Asks once. @internal */
export async function askVersion(proof: VersionProof, deadline: Deadline, session: Session): Promise<VersionSeen> {
  const remaining = deadline.remaining();
  const timeout = Math.min(proof.timeout, remaining);
  const answer = await exchange({ ...proof, method: 'GET', timeout, maxBytes });
  if (answer.kind === 'timeout') return { none: answer.detail, outOfTime: remaining < proof.timeout };
  if (answer.kind !== 'answer') return { none: answer.detail };
  if (answer.status !== 200) return { none: `status ${answer.status}` };
  const version = versionIn(answer, proof.field);
  return version === undefined ? { none: `no version in ${session.show(answer.body.toString(), 80)}` } : { version };
}

/** Compares the whole text: 1.0.12 contains 1.0.1, and a dot in a pattern would match anything. @internal */
export function isProven(seen: VersionSeen, { expected }: VersionProof): boolean {
  return 'version' in seen && seen.version === expected;
}

/** @internal */
export function seenText(seen: VersionSeen, session: Session): string {
  return 'version' in seen ? `version ${session.show(seen.version, 80) || 'without a text'}` : seen.none;
}

function versionIn({ body }: Answer, field: string): string | undefined {
  const text = body.toString().trim();
  if (field === '' && !text.startsWith('"')) return text;
  try {
    return versionText(field === '' ? JSON.parse(text) : valueAt(JSON.parse(text), ...keysOf(field)));
  } catch {
    return undefined;
  }
}

/** A fraction is no version: 1.10 as a JSON number is 1.1. */
function versionText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function keysOf(field: string): readonly string[] {
  if (!field.startsWith('/')) return field.split('.');
  return field
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
