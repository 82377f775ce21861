import { Readable } from 'node:stream';
import { run } from '../../src/cli/run';

/** What a person sees who types a command at no terminal. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process. */
export async function typed(args: readonly string[], stdin = '', color = false): Promise<Said> {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Readable.from([Buffer.from(stdin)]),
    color: { out: color, err: color },
  });
  return { code, out, err };
}
