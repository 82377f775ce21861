import { type EnvironmentFileFormat, parseFormat } from '../../../programs/environment-file/format';
import { InputError } from '../../../programs/input-error';
import { isMap } from '../../../yaml/is-map';
import type { KubeObject } from '../cluster/objects';

/** An environment whose deployments a release writes to git. @internal */
export interface WrittenEnvironment {
  readonly repository: URL;
  readonly branch: string;
  readonly file: string;
  readonly format: EnvironmentFileFormat;
  /** The image that a digest is of, where the file says only that. */
  readonly image: string | undefined;
  /** The Deployment that the file is about. */
  readonly workload: { readonly namespace: string; readonly name: string } | undefined;
  /** The object of the controller that follows. */
  readonly gitOps:
    | { readonly controller: 'argocd' | 'flux'; readonly namespace: string; readonly name: string }
    | undefined;
}

/**
 * What the steps that deploy by git are told about their environments. Each is told what it needs; together they know all.
 *
 * @internal
 */
export function writtenEnvironments(manifests: readonly KubeObject[]): readonly WrittenEnvironment[] {
  const told = new Map<string, Record<string, string>>();
  for (const env of manifests.flatMap(({ spec }) => environmentsBelow(spec))) {
    // A step that only deploys has one environment.
    for (const prefix of ['', 'SOURCE_', 'TARGET_']) {
      const of = (name: string): string => env[`${prefix}${name}`] ?? '';
      if (of('REPOSITORY') === '' || of('FILE') === '') continue;
      const key = JSON.stringify([of('REPOSITORY'), of('BRANCH'), of('FILE')]);
      const values = told.get(key) ?? {};
      for (const [name, value] of Object.entries(env))
        if (name.startsWith(prefix)) values[name.slice(prefix.length)] ??= value;
      if (env.IMAGE_REPOSITORY !== undefined) values.IMAGE_REPOSITORY ??= env.IMAGE_REPOSITORY;
      told.set(key, values);
    }
  }
  return [...told.values()].flatMap((values) => environmentOf(values) ?? []);
}

function environmentOf(values: Readonly<Record<string, string>>): WrittenEnvironment | undefined {
  const { REPOSITORY = '', BRANCH = '', FILE = '', FORMAT = '', NAMESPACE = '', WORKLOAD = '', GITOPS } = values;
  const repository = URL.canParse(REPOSITORY) ? new URL(REPOSITORY) : undefined;
  const format = formatOf(FORMAT);
  // The program itself says what is wrong with them.
  if (repository === undefined || format === undefined) return undefined;
  const [kind, name = ''] = WORKLOAD.split('/');
  const { GITOPS_OBJECT = '', GITOPS_NAMESPACE = '', IMAGE_REPOSITORY } = values;
  return {
    repository,
    branch: BRANCH,
    file: FILE,
    format,
    image: IMAGE_REPOSITORY,
    workload: kind === 'deployment' ? { namespace: NAMESPACE, name } : undefined,
    gitOps:
      GITOPS === 'argocd' || GITOPS === 'flux'
        ? { controller: GITOPS, namespace: GITOPS_NAMESPACE, name: GITOPS_OBJECT }
        : undefined,
  };
}

function formatOf(text: string): EnvironmentFileFormat | undefined {
  try {
    return parseFormat(text);
  } catch (problem) {
    if (problem instanceof InputError) return undefined;
    throw problem;
  }
}

/** The plain variables of each container, wherever in an object it is. */
function environmentsBelow(value: unknown): readonly Readonly<Record<string, string>>[] {
  if (Array.isArray(value)) return value.flatMap(environmentsBelow);
  if (!isMap(value)) return [];
  const { env, ...rest } = value;
  const variables = Array.isArray(env) ? env.filter(isMap) : [];
  const plain = variables.flatMap(({ name, value: text }) =>
    typeof name === 'string' && typeof text === 'string' ? [[name, text] as const] : [],
  );
  return [...(plain.length > 0 ? [Object.fromEntries(plain)] : []), ...Object.values(rest).flatMap(environmentsBelow)];
}
