import { existsSync } from 'node:fs';
import { isMap } from '../../yaml/is-map';
import { readYaml } from '../../yaml/read';
import { readText } from '../input/read-text';
import { UsageError } from '../usage-error';

/** The command that makes the manifests, and where they belong. @internal */
export interface AppSettings {
  readonly app: string;
  readonly output: string;
}

const file = 'cdk8s.yaml';

/**
 * What `cdk8s synth` would run: `app` and `output` of the `cdk8s.yaml` of the current folder, or what was typed instead.
 *
 * Throws a `UsageError` where nobody says what to run.
 *
 * @internal
 */
export function appSettings(typed: { readonly app?: string; readonly output?: string }): AppSettings {
  const { app, output } = { ...settingsOfFile(), ...typed };
  if (app === undefined)
    throw new UsageError(
      'nothing says which app to run',
      `go to the folder with ${file}, write 'app: …' into it, or --app`,
    );
  return { app, output: output ?? 'dist' };
}

function settingsOfFile(): { readonly app?: string; readonly output?: string } {
  if (!existsSync(file)) return {};
  const read = readText(file);
  if ('trouble' in read) throw new UsageError(`${file}: ${read.trouble.message}`, 'make it a file that can be read');
  const { documents, problems } = readYaml(read.text);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.line}: ${problem.message}`, 'mend the YAML');
  const value = documents[0]?.value ?? {};
  if (!isMap(value)) throw new UsageError(`${file} is no map`, "write lines such as 'app: tsx main.ts'");
  return { ...textOf(value, 'app'), ...textOf(value, 'output') };
}

function textOf(value: Readonly<Record<string, unknown>>, key: 'app' | 'output'): { readonly [key: string]: string } {
  const found = value[key];
  if (found === undefined || found === null) return {};
  if (typeof found === 'string' && found !== '') return { [key]: found };
  throw new UsageError(`${key} of ${file} is no text`, `write '${key}: …'`);
}
