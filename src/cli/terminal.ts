/**
 * What a command reads from and writes to beside files.
 *
 * @internal
 */
export interface Terminal {
  /** Results: what somebody may pipe into another program. */
  out(text: string): void;
  /** Findings, errors and everything else that is said to a person. */
  err(text: string): void;
  stdin(): AsyncIterable<Uint8Array>;
  /** Whether what is written may be coloured. */
  readonly color: { readonly out: boolean; readonly err: boolean };
  /** Whether standard error is a terminal on which a line may be written over. */
  readonly isLive?: boolean;
}

/** The real one. A reader who has seen enough, as `head`, ends the output and nothing else. @internal */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: writer(stdout),
    err: writer(stderr),
    stdin: () => process.stdin,
    color: { out: mayColor(stdout.isTTY, env), err: mayColor(stderr.isTTY, env) },
    isLive: mayMove(stderr.isTTY, env),
  };
}

/**
 * Colour is for people at a terminal that has it.
 *
 * @see https://no-color.org
 * @internal
 */
export function mayColor(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  return isTerminal === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

/** Whether a line may be written over: by a person's terminal, and not by one that CI only keeps. @internal */
export function mayMove(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  return isTerminal === true && env.TERM !== 'dumb' && (env.CI ?? '') === '';
}

const escapes = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;

/** @internal */
export function paint(text: string, style: keyof typeof escapes, color: boolean): string {
  return color ? `\u001b[${escapes[style]}m${text}\u001b[0m` : text;
}

function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return;
    closed = true;
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream !== process.stderr) process.stderr.write(`cdk8s-mlops: the output can't be written: ${error.message}\n`);
  });
  return (text) => {
    if (!closed) stream.write(text);
  };
}
