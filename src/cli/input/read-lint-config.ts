import { existsSync } from 'node:fs';
import { suggest } from '../../core/suggest';
import type { Severity } from '../../lint/finding';
import type { TektonSetting } from '../../lint/lint-targets';
import { catalogue } from '../../lint/rules';
import { isMap } from '../../yaml/is-map';
import { readYaml } from '../../yaml/read';
import { tektonOf } from '../tekton-settings';
import { UsageError } from '../usage-error';
import { readText } from './read-text';

/** What a project says once of how its manifests are looked at. @internal */
export interface LintConfig {
  readonly argo?: '3.7' | '4.0';
  readonly tekton?: readonly TektonSetting[];
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Files and folders of which nothing is told. */
  readonly ignore: readonly string[];
}

const defaultFile = 'cdk8s-mlops.lint.yaml';

/**
 * Reads a configuration: the file that is named, or `cdk8s-mlops.lint.yaml` of the current folder if there is one.
 *
 * Throws a `UsageError` for a file that is not there, and for what nobody would read in it.
 *
 * @internal
 */
export function readLintConfig(named: string | undefined): LintConfig {
  const file = named ?? defaultFile;
  if (named === undefined && !existsSync(file)) return { severities: {}, ignore: [] };
  const read = readText(file);
  if ('trouble' in read) throw new UsageError(`${file}: ${read.trouble.message}`, 'name a file that can be read');
  const { documents, problems } = readYaml(read.text);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${file}:${problem.line}: ${problem.message}`, 'mend the YAML');
  const value = documents[0]?.value ?? {};
  if (!isMap(value)) throw new UsageError(`${file} is no map`, "write lines such as 'argo: 3.7'");
  for (const key of Object.keys(value)) refuseUnknown(file, key);
  return {
    ...(value.argo !== undefined && { argo: argoOf(file, value.argo) }),
    ...(value.tekton !== undefined && { tekton: settingsOf(file, value.tekton) }),
    severities: severitiesOf(file, value.severities ?? {}),
    ignore: ignoreOf(file, value.ignore ?? []),
  };
}

const keys = ['argo', 'tekton', 'severities', 'ignore'];

function refuseUnknown(file: string, key: string): void {
  if (keys.includes(key)) return;
  const meant = suggest(key, keys);
  throw new UsageError(
    `${file} has an unknown key '${key}'`,
    meant === undefined ? `keys are ${keys.join(', ')}` : `did you mean '${meant}'?`,
  );
}

function settingsOf(file: string, value: unknown): readonly TektonSetting[] {
  if (!Array.isArray(value))
    throw new UsageError(`${file}: tekton is no list`, "write lines such as '- enable-artifacts'");
  return tektonOf(value, `${file}: tekton`);
}

function argoOf(file: string, value: unknown): '3.7' | '4.0' {
  if (value === '3.7' || value === 3.7) return '3.7';
  if (value === '4.0' || value === 4) return '4.0';
  throw new UsageError(`${file}: argo is '${String(value)}'`, 'write 3.7 or 4.0');
}

function severitiesOf(file: string, value: unknown): LintConfig['severities'] {
  if (!isMap(value)) throw new UsageError(`${file}: severities is no map`, "write lines such as 'MLL3001: off'");
  const codes = catalogue.map(({ code }) => code);
  return Object.fromEntries(
    Object.entries(value).map(([code, severity]) => {
      if (!codes.includes(code)) {
        const meant = suggest(code, codes);
        const fix = meant === undefined ? 'see cdk8s-mlops rules' : `did you mean ${meant}?`;
        throw new UsageError(`${file}: there is no rule '${code}'`, fix);
      }
      // YAML reads a bare off as false.
      if (severity === false || severity === 'off') return [code, 'off'];
      if (severity === 'error' || severity === 'warning') return [code, severity];
      throw new UsageError(`${file}: ${code} is '${String(severity)}'`, 'write error, warning or off');
    }),
  );
}

function ignoreOf(file: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((path) => typeof path === 'string' && path !== '')) return value;
  throw new UsageError(`${file}: ignore is no list of paths`, "write a list of files and folders, such as '- vendor'");
}
