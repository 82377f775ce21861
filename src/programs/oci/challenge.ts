/** How a registry wants to be told who is there. @internal */
export interface Challenge {
  /** In lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads a `WWW-Authenticate` header, which may hold several challenges. @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1 @internal */
export function challenges(header: string): readonly Challenge[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  const words = /([a-z0-9!#$&^_.+-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",]+))?/gi;
  for (const [, name = '', value] of header.matchAll(words)) {
    if (value === undefined) found.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else found.at(-1)?.parameters.set(name.toLowerCase(), unquoted(value));
  }
  return found;
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}
