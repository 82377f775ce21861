import { type JsonRecord, valueAt } from '../json-value';
import type { GitOpsState } from './git-ops';

/**
 * How far an Application is with a commit.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 * @internal
 */
export function argoCdState(application: JsonRecord, commit: string): GitOpsState {
  const status = (...keys: readonly string[]): unknown => valueAt(application, 'status', ...keys);
  const several = status('sync', 'revisions');
  const revisions = [status('sync', 'revision'), ...(Array.isArray(several) ? several : [])].filter(isText);
  const failed = ['Failed', 'Error'].includes(String(status('operationState', 'phase')));
  const why = failed ? `; its last sync failed: ${String(status('operationState', 'message') ?? '')}` : '';
  const at = revisions.length === 0 ? 'nothing yet' : revisions.join(', ');
  const sync = status('sync', 'status');
  const health = status('health', 'status');
  return {
    elsewhere: revisions.includes(commit) ? undefined : `Argo CD is at ${at}, not at our commit ${commit}${why}`,
    unapplied: sync === 'Synced' ? undefined : `Argo CD calls our commit ${String(sync ?? 'unknown')}${why}`,
    unhealthy:
      health === 'Healthy'
        ? undefined
        : `Argo CD calls the application ${String(health ?? 'unknown')}: ${String(status('health', 'message') ?? '')}`,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
