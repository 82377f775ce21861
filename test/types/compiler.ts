import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');

/** What the compiler says of a line. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Compilation {
  readonly diagnostics: readonly Diagnostic[];
  /** How many types the compiler made out of generic ones: the measure of what types cost. */
  readonly instantiations: number;
}

/** Checks files against the public API as it is in `src`, each a module of its own, with the settings of this package. */
export function compile(files: { readonly [name: string]: string }): Compilation {
  mkdirSync(join(root, 'temp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'temp', 'compile-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const settings = {
      extends: '../../tsconfig.check.json',
      compilerOptions: { rootDir: '../..' },
      include: ['**/*.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false', '--extendedDiagnostics'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const instantiations = Number(/^Instantiations:\s+(\d+)$/m.exec(run.stdout)?.[1]);
    if (Number.isNaN(instantiations)) throw new Error(`the compiler did not run: ${run.stdout}${run.stderr}`);
    return { diagnostics: diagnosticsIn(run.stdout), instantiations };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A diagnostic starts with its place; the lines that say why are indented. */
function diagnosticsIn(output: string): readonly Diagnostic[] {
  const [text = ''] = output.split(/^Files:\s/m);
  return text
    .split(/\n(?! )/)
    .map((part) => /^(.+?)\((\d+),\d+\): error (TS\d+: [\s\S]*)$/.exec(part))
    .filter((match) => match !== null)
    .map(([, file = '', line, message = '']) => ({ file, line: Number(line), message: message.trimEnd() }));
}
