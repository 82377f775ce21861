import { isRecord } from '../json-value';
import { Trouble } from '../trouble';

/** What the object in the bucket says: which model an application is to serve in an environment. @internal */
export interface Pointer {
  readonly application: string;
  readonly environment: string;
  readonly modelVersion: string;
  /** Empty where it is not known, as the two below. */
  readonly runId: string;
  readonly digest: string;
  readonly commit: string;
  readonly uri: string;
  /** The record's: it rises with every change, and a lower one never replaces a higher one. */
  readonly token: number;
}

/** Most bytes that are read of one. @internal */
export const maxPointerBytes = 16 * 1024;

/** One line of JSON, fields in a fixed order: the same release has the same bytes, and so the same ETag. @internal */
export function pointerText(pointer: Pointer): string {
  const { application, environment, modelVersion, runId, digest, commit, uri, token } = pointer;
  return `${JSON.stringify({ application, environment, modelVersion, runId, digest, commit, uri, token })}\n`;
}

/** What has to be read of one that stands there; other fields are for its readers. @internal */
export type Standing = Pick<Pointer, 'application' | 'environment' | 'modelVersion' | 'runId' | 'uri' | 'token'>;

/** @throws Trouble for anything that was not written as a pointer, which is never replaced @internal */
export function parsePointer(body: Buffer, where: string): Standing {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    value = undefined;
  }
  const { application, environment, modelVersion, runId, uri, token } = isRecord(value) ? value : {};
  const texts = [application, environment, modelVersion, runId, uri];
  if (texts.every((text) => typeof text === 'string') && Number.isSafeInteger(token) && Number(token) >= 0)
    return { application, environment, modelVersion, runId, uri, token } as Standing;
  throw new Trouble(`${where} holds something else than a pointer of a release: move it away, or choose another key`);
}

/** Where the same stays, whatever the pointer says later. @internal */
export function historyKey(key: string, token: number): string {
  return `${key.slice(0, key.lastIndexOf('/') + 1)}history/${token}.json`;
}
