import { type JsonRecord, valueAt } from '../json-value';
import { conditionOf } from '../kubernetes/condition';
import type { GitOpsState } from './git-ops';

/**
 * How far a Kustomization is with a commit.
 *
 * It counts as applied once its health checks are through. When they fail, it has been applied too: what they look at is ours.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#kustomization-status
 * @internal
 */
export function fluxState(kustomization: JsonRecord, commit: string): GitOpsState {
  const status = (key: string): unknown => valueAt(kustomization, 'status', key);
  const ready = conditionOf(kustomization, 'Ready');
  const applied = isAt(status('lastAppliedRevision'), commit);
  const checked = isAt(status('lastAttemptedRevision'), commit) && ready.reason === 'HealthCheckFailed';
  const said = `${ready.reason} ${ready.message}`.trim();
  const suspended = valueAt(kustomization, 'spec', 'suspend') === true ? 'it is suspended; ' : '';
  const current = Number(status('observedGeneration')) >= Number(valueAt(kustomization, 'metadata', 'generation'));
  return {
    elsewhere:
      applied || checked
        ? undefined
        : `Flux is at ${String(status('lastAppliedRevision') ?? 'nothing yet')}, not at our commit ${commit}: ${suspended}${said}`,
    unapplied: undefined,
    unhealthy: ready.status === 'True' && current ? undefined : `Flux does not call it ready: ${suspended}${said}`,
  };
}

/** `main@sha1:<commit>`, or `main/<commit>` of versions before 2.0. */
function isAt(revision: unknown, commit: string): boolean {
  return typeof revision === 'string' && revision.split(/[/:@]/).at(-1) === commit;
}
