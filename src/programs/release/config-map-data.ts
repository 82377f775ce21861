import { InputError } from '../input-error';

/** The `data` of a ConfigMap, as the API server has it; absent in one that was only emitted. @internal */
export type ConfigMapData = Readonly<Record<string, string>> | undefined;

/**
 * Reads the keys of a ConfigMap one after the other and finds out what nobody asked for.
 *
 * @internal
 */
export interface DataReader {
  /** @throws InputError naming object and key if the key is missing or malformed */
  required<T>(key: string, parse: (text: string) => T): T;
  /** @throws InputError naming object and key if the key is malformed */
  optional<T>(key: string, parse: (text: string) => T): T | null;
  /** Keys that begin so and were not read yet. */
  keys(prefix: string): readonly string[];
  /** @throws InputError if a key was not read: a newer program wrote it, or a person did */
  finish(): void;
  /** The error that says where it is and that nothing is done about it. */
  problem(message: string): InputError;
}

/** @param of how to call the object in an error @internal */
export function dataReader(of: string, data: Readonly<Record<string, string>>): DataReader {
  const rest = new Map(Object.entries(data));
  const problem = (message: string): InputError =>
    new InputError(`${of}: ${message}; nothing is done until somebody has mended it`);
  const optional = <T>(key: string, parse: (text: string) => T): T | null => {
    const text = rest.get(key);
    if (text === undefined) return null;
    rest.delete(key);
    try {
      return parse(text);
    } catch (cause) {
      throw cause instanceof InputError ? problem(`'${key}' ${cause.message}`) : cause;
    }
  };
  return {
    optional,
    required(key, parse) {
      const value = optional(key, parse);
      if (value === null) throw problem(`'${key}' is missing`);
      return value;
    },
    keys: (prefix) => [...rest.keys()].filter((key) => key.startsWith(prefix)),
    finish() {
      const [key] = rest.keys();
      if (key !== undefined) throw problem(`'${key}' is not known to this version of the program`);
    },
    problem,
  };
}
