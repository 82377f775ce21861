import type { IncomingMessage } from 'node:http';

/** Name and password that a request brings, if any. */
export function credentialsOf({ headers }: IncomingMessage): readonly [name: string, password: string] | undefined {
  const coded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (coded === undefined) return undefined;
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(coded, 'base64').toString()) ?? [];
  return [name, password];
}
