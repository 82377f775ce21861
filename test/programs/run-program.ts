import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProgramName, programFile, programText } from '../../src/programs/bundle';

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The files in OUT_DIR by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** All text that left the process. */
  readonly everything: string;
}

export interface RunOptions {
  /** Sent when the program has printed this, or when this is fulfilled. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly when: RegExp | Promise<unknown> };
  /** The start of a command line that runs the program somewhere else than here. */
  readonly within?: readonly string[];
  /** Runs a program that is written in Python. @default 'python3' */
  readonly python?: string | undefined;
  /** Folder the program starts in. @default '/' */
  readonly cwd?: string;
  /** Words behind the program's name. */
  readonly args?: readonly string[];
  /** Files that are in OUT_DIR already. */
  readonly before?: Readonly<Record<string, string>>;
}

/**
 * Runs a program as a pod does: the bytes of its ConfigMap, mounted through links in a folder of their own, nothing
 * beside them, and no environment but the given one.
 */
export async function runProgram(
  name: ProgramName,
  environment: Readonly<Record<string, string>>,
  { kill, within = [], before = {}, python = 'python3', cwd = '/', args: given = [] }: RunOptions = {},
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  const out = mkdtempSync(join(tmpdir(), 'out-'));
  try {
    const file = programFile(name);
    writeFileSync(join(folder, `..${file}`), programText(name));
    symlinkSync(`..${file}`, join(folder, file));
    const interpreter = file.endsWith('.py') ? [python, '-I'] : [process.execPath];
    for (const [file, text] of Object.entries(before)) writeFileSync(join(out, file), text);
    const [command = '', ...args] = [...within, ...interpreter, join(folder, file), ...given];
    const child = spawn(command, args, {
      env: { OUT_DIR: out, ...environment },
      cwd,
      // A program that hangs fails its test and leaves no process behind.
      timeout: 28_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (kill?.when instanceof RegExp && kill.when.test(stdout)) child.kill(kill.signal);
    });
    if (kill?.when instanceof Promise) kill.when.then(() => child.kill(kill.signal));
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const outputs = Object.fromEntries(readdirSync(out).map((file) => [file, readFileSync(join(out, file), 'utf8')]));
    return { exit, stdout, stderr, outputs, everything: [stdout, stderr, ...Object.values(outputs)].join('\n') };
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(out, { recursive: true });
  }
}
