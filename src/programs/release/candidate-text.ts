import { InputError } from '../input-error';
import { json, matching, quoted } from '../parse';
import { type Candidate, candidateFields } from './candidate';

const text = /^[A-Za-z0-9._:/@+=,-]*$/;
const textWords = 'letters, digits and ._:/@+=,- only';

/** What each field of a candidate may be. @internal */
export const candidateParsers: Readonly<Record<keyof Candidate, (value: string) => string>> = {
  // Fifteen digits: the order of versions is that of JavaScript's whole numbers.
  modelVersion: matching(/^(0|[1-9][0-9]{0,14})$/, 'a whole number of at most 15 digits'),
  runId: limited(128),
  digest: matching(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits'),
  commit: limited(128),
  uri: limited(1024),
};

function limited(length: number): (value: string) => string {
  const pattern = matching(text, textWords);
  return (value) => {
    if (value.length > length) throw new InputError(`expected at most ${length} characters, found ${value.length}`);
    return pattern(value);
  };
}

/** One line of JSON, fields in a fixed order. @internal */
export function candidateText(candidate: Candidate): string {
  return JSON.stringify(Object.fromEntries(candidateFields.map((field) => [field, candidate[field]])));
}

/**
 * Reads `candidateText` back; also what a pipeline hands on as a candidate.
 *
 * @throws InputError for anything that is not exactly a candidate
 * @internal
 */
export function parseCandidate(line: string): Candidate {
  return candidateFrom(json(line));
}

/** @throws InputError for anything that is not exactly a candidate @internal */
export function candidateFrom(value: unknown): Candidate {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`expected a candidate with ${candidateFields.join(', ')}`);
  }
  const given = value as Readonly<Record<string, unknown>>;
  const surplus = Object.keys(given).find((name) => !candidateFields.some((field) => field === name));
  if (surplus !== undefined) throw new InputError(`a candidate has no field ${quoted(surplus)}`);
  const fields = candidateFields.map((field) => {
    const text = given[field];
    if (typeof text !== 'string') throw new InputError(`${field}: expected text`);
    try {
      return [field, candidateParsers[field](text)] as const;
    } catch (problem) {
      throw problem instanceof InputError ? new InputError(`${field}: ${problem.message}`) : problem;
    }
  });
  return Object.fromEntries(fields) as unknown as Candidate;
}
