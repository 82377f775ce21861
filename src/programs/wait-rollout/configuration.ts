import { below } from '../base-url';
import type { DeployedValue } from '../deploy/deployed-value';
import { type Environment, readEnvironment } from '../environment';
import { InputError } from '../input-error';
import type { VersionProof } from '../version-proof';
import { modelAnnotation } from '../workload/inference-service';
import { type Contract, contract } from './contract';
import type { GitOpsObject } from './git-ops';
import type { PodsProof } from './pods-proof';

/** What wait-rollout is asked to wait for. @internal */
export interface Configuration extends Pick<Contract, 'step' | 'namespace' | 'workload'> {
  readonly pollMilliseconds: number;
  readonly deadlineSeconds: number;
  /** Nothing where no controller follows Git. */
  readonly gitOps: GitOpsObject | undefined;
  /** What the workload must be defined to run, where that is known. */
  readonly deployed: DeployedValue | undefined;
  /** Whether a share of the traffic is not enough. @default false */
  readonly allTraffic?: boolean;
  /** How many answers in a row have to be of the version, for each pod. @default - one, of whichever pod */
  readonly answersPerPod?: number | undefined;
  readonly proof: { readonly http: VersionProof } | { readonly pods: PodsProof };
}

/**
 * Reads what wait-rollout is asked to do.
 *
 * @throws InputError naming every variable that is missing, malformed or contradicts another
 * @internal
 */
export function readConfiguration(environment: Environment): Configuration {
  return configurationOf(readEnvironment(environment, contract));
}

/** The same from values that were read already. @throws InputError naming what contradicts another @internal */
export function configurationOf(values: Contract): Configuration {
  const wrong: string[] = [];
  const gitOps = gitOpsOf(values, wrong);
  const proof = proofOf(values, wrong);
  if (wrong.length > 0 || proof === undefined) throw new InputError(wrong.join('; '));
  const { step, namespace, workload, deployed } = values;
  return {
    step,
    namespace,
    workload,
    deployed,
    pollMilliseconds: values.poll * 1000,
    deadlineSeconds: values.deadline,
    gitOps,
    proof,
    answersPerPod: values.answersPerPod,
  };
}

function gitOpsOf(values: Contract, wrong: string[]): GitOpsObject | undefined {
  const { gitOps: controller, gitOpsObject: name, gitOpsNamespace: namespace, commit } = values;
  if (controller === 'none') {
    if (name !== undefined || namespace !== undefined || commit !== undefined)
      wrong.push('GITOPS is none, but GITOPS_OBJECT, GITOPS_NAMESPACE or COMMIT is set');
    return undefined;
  }
  if (name !== undefined && namespace !== undefined && commit !== undefined)
    return { controller, name, namespace, commit };
  wrong.push(`GITOPS is ${controller}, which needs GITOPS_OBJECT, GITOPS_NAMESPACE and COMMIT`);
  return undefined;
}

function proofOf(values: Contract, wrong: string[]): Configuration['proof'] | undefined {
  const { versionPath, versionLabel, versionAnnotation, versionContainer, versionModel } = values;
  const { expectedVersion, deployed, url } = values;
  const places = [versionPath, versionLabel, versionAnnotation, versionContainer, versionModel];
  if (places.filter((each) => each !== undefined).length !== 1) {
    wrong.push(
      'exactly one of VERSION_PATH, VERSION_LABEL, VERSION_ANNOTATION, VERSION_CONTAINER and VERSION_MODEL must be set',
    );
    return undefined;
  }
  if (versionModel !== undefined) {
    if (deployed?.kind === 'model')
      return { pods: { field: 'annotations', key: modelAnnotation, expected: deployed.uri } };
    wrong.push('VERSION_MODEL needs the address of the model in DEPLOYED');
    return undefined;
  }
  if (versionContainer !== undefined) {
    if (deployed?.kind === 'image') return { pods: { container: versionContainer, digest: deployed.digest } };
    wrong.push('VERSION_CONTAINER needs the image in DEPLOYED');
    return undefined;
  }
  if (expectedVersion === undefined) {
    wrong.push('EXPECTED_VERSION is not set');
    return undefined;
  }
  if (versionLabel !== undefined) return { pods: { field: 'labels', key: versionLabel, expected: expectedVersion } };
  if (versionAnnotation !== undefined)
    return { pods: { field: 'annotations', key: versionAnnotation, expected: expectedVersion } };
  if (url === undefined || versionPath === undefined) {
    wrong.push('VERSION_PATH needs URL');
    return undefined;
  }
  const { versionField: field, timeout } = values;
  const http = { url: below(url, versionPath), field, expected: expectedVersion, headers: {}, timeout: timeout * 1000 };
  return { http };
}
