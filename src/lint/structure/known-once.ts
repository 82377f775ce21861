import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import type { Issue } from './issue';

/** @internal */
export interface RemovedField {
  readonly group: string;
  /** The end of the way to it; numbers are left out. */
  readonly path: readonly string[];
  /** From which release on it is not known. */
  readonly since: string;
  readonly instead: string;
  /** The list that it became an item of, or the map that it became a field of, where it means the same there. */
  readonly successor?: { readonly to: string; readonly field?: string };
}

/** Fields that an engine once knew, and what stands there now. */
const table: readonly RemovedField[] = [
  {
    group: 'argoproj.io',
    path: ['spec', 'schedule'],
    since: 'Argo 4.0',
    instead: "write 'schedules' with one item",
    successor: { to: 'schedules' },
  },
  {
    group: 'argoproj.io',
    path: ['synchronization', 'mutex'],
    since: 'Argo 4.0',
    instead: "write 'mutexes' with one item",
    successor: { to: 'mutexes' },
  },
  {
    group: 'argoproj.io',
    path: ['synchronization', 'semaphore'],
    since: 'Argo 4.0',
    instead: "write 'semaphores' with one item",
    successor: { to: 'semaphores' },
  },
  {
    group: 'argoproj.io',
    path: ['spec', 'podPriority'],
    since: 'Argo 4.0',
    instead: "write 'podPriorityClassName' with the name of a PriorityClass",
  },
  {
    group: 'tekton.dev',
    path: ['spec', 'bundle'],
    since: 'Tekton 0.44',
    instead: "write 'resolver: bundles' and its params",
  },
  {
    group: 'tekton.dev',
    path: ['taskRef', 'bundle'],
    since: 'Tekton 0.44',
    instead: "write 'resolver: bundles' and its params",
  },
  {
    group: 'tekton.dev',
    path: ['spec', 'resources'],
    since: 'Tekton 0.44',
    instead: 'write params, workspaces and results',
  },
  {
    group: 'tekton.dev',
    path: ['spec', 'timeout'],
    since: 'Tekton v1',
    instead: "write 'timeouts' with 'pipeline'",
    successor: { to: 'timeouts', field: 'pipeline' },
  },
];

/** Whether the field that is missing of the object at `path` stands there under the name that it once had. @internal */
export function isNamedAsOnce(
  document: LintDocument,
  issues: readonly Issue[],
  path: YamlPath,
  missing: string,
): boolean {
  return issues.some(
    (issue) =>
      issue.kind === 'unknown' &&
      issue.path.slice(0, -1).join('.') === path.join('.') &&
      removedField(document, issue.path)?.successor?.to === missing,
  );
}

/** Why a field that is not known was known once. @internal */
export function removedField(document: LintDocument, path: YamlPath): RemovedField | undefined {
  const group = document.value.apiVersion.split('/')[0];
  const names = path.filter((step) => typeof step === 'string');
  return table.find((row) => row.group === group && row.path.join('.') === names.slice(-row.path.length).join('.'));
}
