import { spawn } from 'node:child_process';

/** How a child ended. @internal */
export interface Ended {
  readonly exitCode: number;
  /** It was ended because its time was up. */
  readonly timedOut: boolean;
  readonly milliseconds: number;
}

/** What is started, and when it has to stop. @internal */
export interface ChildRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** After which it is ended. */
  readonly milliseconds: number | undefined;
  readonly stop: AbortSignal;
  /** Told of each line that it prints. */
  readonly line: (text: string) => void;
}

/** How long a process that was told to end may take, as in a cluster. */
const grace = 30_000;

/** Runs a program to its end: no shell, no environment but the given one. @internal */
export function runChild({ file, args, env, cwd, milliseconds, stop, line }: ChildRun): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let timedOut = false;
    let killing: NodeJS.Timeout | undefined;
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const terminate = (): void => {
      child.kill('SIGTERM');
      killing ??= setTimeout(() => child.kill('SIGKILL'), grace);
    };
    const timer =
      milliseconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            terminate();
          }, milliseconds);
    const forget = (): void => {
      clearTimeout(timer);
      clearTimeout(killing);
      stop.removeEventListener('abort', terminate);
    };
    stop.addEventListener('abort', terminate, { once: true });
    if (stop.aborted) terminate();
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, line);
    child.on('error', (problem) => {
      forget();
      reject(problem);
    });
    child.on('close', (code, signal) => {
      forget();
      const exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143);
      resolve({ exitCode, timedOut, milliseconds: Math.round(performance.now() - started) });
    });
  });
}

function eachLine(stream: NodeJS.ReadableStream, line: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(line);
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
  });
}
