import type { Environment } from '../environment';
import { InputError } from '../input-error';

/** What the engine's lowering has put into a variable as JSON. @throws InputError where it is missing or none @internal */
export function jsonVariable<T>(environment: Environment, name: string, fallback?: T): T {
  const text = environment[name];
  if (text === undefined && fallback !== undefined) return fallback;
  try {
    return JSON.parse(text ?? '') as T;
  } catch {
    throw new InputError(text === undefined ? `${name}: is not set` : `${name}: is no JSON`);
  }
}
