import { type DeployedValue, deployedValue } from '../deploy/deployed-value';
import {
  type Contract as ArgocdParamContract,
  contract as argocdParamContract,
  contradictions as argocdParamContradictions,
} from '../deploy-argocd-param/contract';
import { configurationOf as gitDeployment } from '../deploy-git/configuration';
import { type Contract as GitContract, contract as gitContract } from '../deploy-git/contract';
import type { Contract as PatchContract } from '../deploy-patch/contract';
import type { Contract as PointerContract } from '../deploy-pointer/contract';
import { firstShare } from '../environment-file/format';
import { InputError } from '../input-error';
import type { Repository } from '../oci/repository';
import { renamed } from '../prefixed';
import { readObjectStore } from '../s3/object-store';
import type { Session } from '../session';
import {
  type Configuration as RolloutConfiguration,
  configurationOf as rolloutConfiguration,
} from '../wait-rollout/configuration';
import { contract as rolloutContract } from '../wait-rollout/contract';
import type { Candidate } from './candidate';
import {
  type DeployedKind,
  type DeployPlaceValues,
  type RolloutPlaceValues,
  runPlaceholder,
  sidePrefixes,
  versionPlaceholder,
} from './contract';
import type { Side } from './effect';

/** How an environment is made to run something. @internal */
export type DeployPlace =
  | { readonly mode: 'git'; readonly values: DeployPlaceValues<'git'> }
  | { readonly mode: 'patch'; readonly values: DeployPlaceValues<'patch'> }
  | { readonly mode: 'argocd-param'; readonly values: DeployPlaceValues<'argocd-param'> }
  | { readonly mode: 'pointer'; readonly values: DeployPlaceValues<'pointer'> };

/** An environment that a step makes follow its record. @internal */
export interface Place {
  readonly environment: string;
  readonly alias: string;
  readonly deploys: DeployedKind;
  readonly deploy: DeployPlace;
  /** Absent where the step waits for nothing. */
  readonly rollout: RolloutPlaceValues | undefined;
}

/**
 * What a release is in an environment: an image of the repository by its digest, or the address of its model.
 *
 * @throws InputError for a release that has none
 * @internal
 */
export function deployedFor(
  { deploys }: Pick<Place, 'deploys'>,
  { modelVersion, digest, uri }: Candidate,
  images: Repository | undefined,
): DeployedValue {
  if (deploys === 'uri') {
    if (uri === '') throw new InputError(`version ${modelVersion} has no address that could be deployed`);
    return deployedValue(uri);
  }
  if (images === undefined) throw new InputError('an environment deploys images, and there is no repository of them');
  const repository = `${images.host}/${images.path}`;
  return { kind: 'image', reference: `${repository}@${digest}`, repository, digest };
}

/** What of it the workload's definition says: nothing where its pods read a pointer. @internal */
export function definedAs({ deploy }: Pick<Place, 'deploy'>, deployed: DeployedValue): DeployedValue | undefined {
  return deploy.mode === 'pointer' ? undefined : deployed;
}

/** Whether a new version gets a share of the traffic first, and all of it later. @internal */
export function sharesTraffic({ deploy }: Place): boolean {
  return deploy.mode === 'git' && firstShare(deploy.values.format) !== undefined;
}

/** One deployment, as the program of its mode is told of it. @internal */
export interface Deployment {
  readonly deployed: DeployedValue;
  readonly token: number;
  readonly release: Omit<Candidate, 'uri'>;
  readonly seconds: number;
  /** A share of the traffic at first, what it has, or all; where it is shared. @default 'share' */
  readonly traffic?: GitContract['traffic'];
}

/** @internal */
export function gitContractFor(values: DeployPlaceValues<'git'>, of: Deployment): GitContract {
  const { modelVersion, runId } = of.release;
  const { traffic = 'share' } = of;
  return { ...values, ...common(of), modelVersion, runId: runId === '' ? undefined : runId, traffic };
}

/** @internal */
export function patchContractFor(values: DeployPlaceValues<'patch'>, of: Deployment): PatchContract {
  return { ...values, ...common(of) };
}

/** @internal */
export function argocdParamContractFor(values: DeployPlaceValues<'argocd-param'>, of: Deployment): ArgocdParamContract {
  return { ...values, ...common(of) };
}

/** @internal */
export function pointerContractFor(values: DeployPlaceValues<'pointer'>, of: Deployment): PointerContract {
  const { modelVersion, runId, digest, commit } = of.release;
  return { ...values, ...common(of), modelVersion, runId, digest, commit };
}

function common({ deployed, token, seconds }: Deployment) {
  return { deployed, token, deadline: seconds };
}

/** Waiting until a release runs. @throws InputError for what no variable shows alone @internal */
export function rolloutOf(
  values: RolloutPlaceValues,
  {
    deployed,
    release: { modelVersion, runId },
    commit,
  }: {
    /** What the workload is defined to run; nothing where its pods read that elsewhere. */
    readonly deployed: DeployedValue | undefined;
    readonly release: Pick<Candidate, 'modelVersion' | 'runId'>;
    readonly commit: string;
  },
): RolloutConfiguration {
  const { version, rolloutSeconds, soak: _, ...rest } = values;
  if (version?.includes(runPlaceholder) && runId === '')
    throw new InputError(`version ${modelVersion} has no run, and that is what the application answers with`);
  return rolloutConfiguration({
    ...rest,
    step: 'wait',
    deadline: rolloutSeconds,
    commit: rest.gitOps === 'none' ? undefined : commit,
    deployed,
    expectedVersion: version?.replaceAll(versionPlaceholder, modelVersion).replaceAll(runPlaceholder, runId),
  });
}

const anyRelease = { modelVersion: '1', runId: 'run', digest: '', commit: '' } as const;
const anyCommit = '0'.repeat(40);
const anyValue: Readonly<Record<DeployedKind, DeployedValue>> = {
  image: {
    kind: 'image',
    reference: `registry.example/app@sha256:${'0'.repeat(64)}`,
    repository: 'registry.example/app',
    digest: `sha256:${'0'.repeat(64)}`,
  },
  uri: { kind: 'model', uri: 's3://models/1' },
};

/** What is wrong with the variables of an environment together, found before anything is tried. @internal */
export function placeProblems(side: Side, place: Place, session: Session): readonly string[] {
  const prefix = sidePrefixes[side];
  const { deploy, rollout } = place;
  const deployed = anyValue[place.deploys];
  const of = { deployed, token: 1, release: anyRelease, seconds: 1 };
  const wrong: string[] = [];
  const tried = (contract: object, read: () => unknown): void => {
    try {
      read();
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      wrong.push(
        renamed(prefix, contract, problem.message)
          .replaceAll(`${prefix}EXPECTED_VERSION`, `${prefix}VERSION`)
          .replaceAll(`${prefix}DEPLOYED`, `${prefix}DEPLOYS`),
      );
    }
  };
  if (deploy.mode === 'git') tried(gitContract, () => gitDeployment(gitContractFor(deploy.values, of), session));
  if (deploy.mode === 'argocd-param')
    for (const text of argocdParamContradictions(argocdParamContractFor(deploy.values, of)))
      wrong.push(renamed(prefix, argocdParamContract, text));
  if (deploy.mode === 'patch') {
    const { workload, container } = deploy.values;
    if ((workload.kind === 'deployment') !== (place.deploys === 'image'))
      wrong.push(
        `${prefix}DEPLOYS: ${workload.kind}/${workload.name} runs ${workload.kind === 'deployment' ? 'an image' : 'the address of a model'}`,
      );
    if (workload.kind === 'inferenceservice' && container !== undefined)
      wrong.push(`${prefix}CONTAINER: an InferenceService has a model, not containers`);
  }
  if (deploy.mode === 'pointer') {
    readObjectStore(deploy.values, session);
    if (place.deploys !== 'uri') wrong.push(`${prefix}DEPLOYS: a pointer says the address of a model, not an image`);
  }
  if (rollout !== undefined) {
    if (rollout.gitOps !== 'none' && deploy.mode !== 'git')
      wrong.push(`${prefix}GITOPS is ${rollout.gitOps}, and without a push to git there is no commit to wait for`);
    tried(rolloutContract, () =>
      rolloutOf(rollout, { deployed: definedAs(place, deployed), release: anyRelease, commit: anyCommit }),
    );
  }
  return wrong;
}
