import { Trouble } from '../trouble';
import { fieldAt, shown } from './statement';

/**
 * A path with fields of the start's answer in the places of `{job.id}`.
 *
 * @throws Trouble for a field that is missing, or would be more than a part of a path
 * @internal
 */
export function pollPath(path: string, started: unknown): string {
  return path.replace(/\{([^{}]*)\}/g, (_, field: string) => {
    const found = fieldAt(started, field);
    const text = typeof found === 'string' || Number.isSafeInteger(found) ? String(found) : '';
    if (/^[A-Za-z0-9][A-Za-z0-9._~-]{0,199}$/.test(text)) return text;
    const what = found === undefined ? 'nothing' : shown(found);
    throw new Trouble(
      `the answer to the start has ${what} at ${field}, where a name for ${path} is due: letters, digits and ._~-`,
    );
  });
}
