import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import type { Terminal } from '../terminal';
import { UsageError } from '../usage-error';

/**
 * Runs an app as `cdk8s synth` does: as a command of the shell that finds its folder in `CDK8S_OUTDIR`, and the programs of
 * `node_modules` by their names. What it prints goes to standard error.
 *
 * Throws a `UsageError` if it fails.
 *
 * @internal
 */
export async function runApp(app: string, outdir: string, { err }: Pick<Terminal, 'err'>): Promise<void> {
  const PATH = [resolve('node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(app, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH, CDK8S_OUTDIR: outdir, CDK8S_RECORD_CONSTRUCT_METADATA: 'false' },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', err);
  }
  const ended = await new Promise<string | undefined>((done) => {
    child.once('error', ({ message }) => done(`can't be started: ${message}`));
    child.once('close', (code, signal) => done(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
  if (ended !== undefined) throw new UsageError(`the app '${app}' ${ended}`, 'mend what it says above');
}
