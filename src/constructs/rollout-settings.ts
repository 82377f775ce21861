import type { Access } from '../core/container/access';
import { PipelineError } from '../core/error';
import { RefNode } from '../core/ref';
import { runPlaceholder, versionPlaceholder } from '../programs/release/contract';
import type { Environment } from './environment';
import type { GitOps } from './git-ops';
import { provesDeployed } from './version-proof';
import { workloadOf, workloadText } from './workload';
import { podAccess } from './workload-access';

/** What a step has to know and may do that waits until an environment runs what was deployed. @internal */
export interface RolloutSettings {
  /** By the names that `programs/release/contract.ts` has for the place, without prefix. */
  readonly env: { readonly [name: string]: string };
  readonly access: readonly Access[];
}

/** @internal */
export function rolloutSettings(environment: Environment): RolloutSettings {
  const { namespace, gitOps, rolloutSeconds } = environment;
  const workload = workloadOf(environment, 'a promotion');
  const byCommit = environment.deploy?.mode === 'git' ? gitOps : undefined;
  return {
    env: {
      NAMESPACE: namespace,
      WORKLOAD: workloadText(workload),
      ...gitOpsEnv(byCommit),
      ...proofEnv(environment),
      ...versionEnv(environment),
      ROLLOUT_SECONDS: String(rolloutSeconds),
      ...(environment.deploy?.canary === undefined
        ? {}
        : { SOAK_SECONDS: String(environment.deploy.canary.soakSeconds) }),
    },
    access: [...podAccess(workload, namespace), ...gitOpsAccess(byCommit)],
  };
}

/** Which version is deployed the record knows, and only when it is: so the program is told how a version is written. */
function versionEnv({ name, proof, version }: Environment): { readonly VERSION?: string } {
  // The image or the address itself is the proof.
  if (provesDeployed(proof)) return {};
  if (proof.http?.names === 'run') return { VERSION: runPlaceholder };
  const written: unknown = version(versionPlaceholder);
  const parts = RefNode.is(written) && written.source.kind === 'format' ? written.source.parts : [written];
  const text = parts.every((part) => typeof part === 'string') ? parts.join('') : '';
  if (text.includes(versionPlaceholder)) return { VERSION: text };
  throw new PipelineError({
    code: 'MLP3002',
    message: `the version of environment '${name}' is not made of the model's version and fixed text alone`,
    expected: '(modelVersion) => fmt`1.0.${modelVersion}`',
  });
}

/** @internal */
export function gitOpsEnv(gitOps: GitOps | undefined): { readonly [name: string]: string } {
  if (gitOps === undefined) return { GITOPS: 'none' };
  return { GITOPS: gitOps.controller, GITOPS_OBJECT: gitOps.object, GITOPS_NAMESPACE: gitOps.namespace };
}

/** @internal */
export function gitOpsAccess(gitOps: GitOps | undefined): readonly Access[] {
  if (gitOps === undefined) return [];
  const of =
    gitOps.controller === 'argocd'
      ? { apiGroup: 'argoproj.io', resources: ['applications'] }
      : { apiGroup: 'kustomize.toolkit.fluxcd.io', resources: ['kustomizations'] };
  return [{ ...of, verbs: ['get'], names: [gitOps.object], namespace: gitOps.namespace }];
}

/** Of eight pods that answer by chance, one that has not followed goes unseen in less than 1 of 100 looks. */
const answersPerPod = 5;

/** Where the version is asked for. @internal */
export function proofEnv({ proof, url, deploy }: Environment): { readonly [name: string]: string } {
  const { http, pods = {} } = proof;
  if (http !== undefined) {
    const field: { readonly [name: string]: string } = http.field === undefined ? {} : { VERSION_FIELD: http.field };
    // The pods follow one after the other, and nothing but their answers shows which of them has.
    const each: typeof field = deploy?.followedByPods === true ? { ANSWERS_PER_POD: String(answersPerPod) } : {};
    return { URL: url, VERSION_PATH: http.path, ...field, ...each };
  }
  return {
    ...(pods.label === undefined ? {} : { VERSION_LABEL: pods.label }),
    ...(pods.annotation === undefined ? {} : { VERSION_ANNOTATION: pods.annotation }),
    ...(pods.container === undefined ? {} : { VERSION_CONTAINER: pods.container }),
    ...(pods.model === undefined ? {} : { VERSION_MODEL: 'address' }),
  };
}
