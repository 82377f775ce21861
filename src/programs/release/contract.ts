import { contract as argocdParam } from '../deploy-argocd-param/contract';
import { contract as git } from '../deploy-git/contract';
import { contract as patch } from '../deploy-patch/contract';
import { contract as pointer } from '../deploy-pointer/contract';
import { optional, type Parse, required, type Values, type Variable } from '../environment';
import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { labelName } from '../kubernetes/names';
import { aliasName } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { tagName } from '../oci/reference';
import { type RepositoryVariables, repositoryVariables } from '../oci/repository';
import { decimal, matching, oneOf } from '../parse';
import { prefixed } from '../prefixed';
import { type Verdict, verdicts } from '../verdict';
import { contract as rollout } from '../wait-rollout/contract';
import { candidateParsers } from './candidate-text';
import type { Side } from './effect';
import type { Policy } from './job';
import { type Step, stepNames } from './step';
import { type Arm, arms } from './step-outputs';

/** What the variables of an environment begin with. @internal */
export const sidePrefixes = { source: 'SOURCE_', target: 'TARGET_' } as const satisfies Record<Side, string>;

/** What those of the image registry begin with. @internal */
export const imagePrefix = 'IMAGE_';

const yesOrNo: Parse<boolean> = (text) => oneOf(['true', 'false'])(text) === 'true';
const run = matching(/^[A-Za-z0-9]([-A-Za-z0-9.]{0,98}[A-Za-z0-9])?$/, 'the name of a run');
const pod = matching(/^[A-Za-z0-9]([-A-Za-z0-9.]{0,62}[A-Za-z0-9])?$/, 'the uid of a pod');
const seconds = decimal('seconds', 0.1, 86_400);

/** What every step is told. @internal */
export const runContract: {
  readonly step: Variable<Step>;
  readonly run: Variable<string>;
  readonly pod: Variable<string>;
  readonly exit: Variable<boolean>;
  readonly application: Variable<string>;
  readonly environment: Variable<string>;
  readonly deadline: Variable<number>;
  readonly lockWait: Variable<number>;
  readonly lease: Variable<number>;
} = {
  step: required('STEP', oneOf(stepNames)),
  run: required('RUN', run),
  pod: required('POD', pod),
  exit: optional('EXIT', yesOrNo, false),
  application: required('APPLICATION', labelName),
  environment: required(`${sidePrefixes.source}ENVIRONMENT`, labelName),
  deadline: required('DEADLINE_SECONDS', seconds),
  lockWait: optional('LOCK_WAIT_SECONDS', decimal('seconds', 0, 86_400), 600),
  lease: optional('LEASE_SECONDS', seconds, 300),
};

/** What is known of a candidate when its build ends; of an unknown commit, run or address nothing. @internal */
export const candidateContract: {
  readonly modelVersion: Variable<string>;
  readonly runId: Variable<string>;
  readonly digest: Variable<string>;
  readonly commit: Variable<string>;
  readonly uri: Variable<string>;
} = {
  modelVersion: required('MODEL_VERSION', candidateParsers.modelVersion),
  runId: optional('RUN_ID', withoutUser(candidateParsers.runId), ''),
  digest: required('DIGEST', candidateParsers.digest),
  commit: optional('COMMIT', withoutUser(candidateParsers.commit), ''),
  uri: optional('URI', withoutUser(candidateParsers.uri), ''),
};

/** It goes into a record that many may read. */
function withoutUser(parse: Parse<string>): Parse<string> {
  return (text) => {
    if (/\/\/[^/]*@/.test(text)) throw new InputError('must not contain a user name or password');
    return parse(text);
  };
}

/** Where the record knows the rest. @internal */
export const versionContract: { readonly modelVersion: Variable<string> } = {
  modelVersion: candidateContract.modelVersion,
};

/** Whatever is no verdict counts as `error`: a gate that died left nothing else. @internal */
export const verdictContract: {
  readonly verdict: Variable<Verdict>;
  readonly reason: Variable<string>;
  readonly alone: Variable<boolean>;
} = {
  verdict: optional('VERDICT', (text) => verdicts.find((word) => word === text) ?? 'error', 'error'),
  reason: optional('REASON', (text) => excerpt(text), ''),
  alone: optional('ALONE', yesOrNo, false),
};

/** @internal */
export const operatorContract: { readonly by: Variable<string>; readonly reason: Variable<string> } = {
  by: required('BY', (text) => excerpt(text, 100)),
  reason: required('REASON', (text) => excerpt(text)),
};

/** @internal */
export const decideContract: { readonly arm: Variable<Arm | undefined> } = {
  arm: optional('ARM', oneOf(arms), undefined),
};

/** @internal */
export const policyContract: { readonly [K in Exclude<keyof Policy, 'initial'>]: Variable<Policy[K]> } & {
  readonly initialTag: Variable<string | undefined>;
} = {
  evidence: optional('EVIDENCE', oneOf(['verdict', 'approved']), 'verdict'),
  within: optional('WITHIN', yesOrNo, false),
  onError: required('ON_ERROR', oneOf(['hold', 'revert'])),
  onInconclusive: required('ON_INCONCLUSIVE', oneOf(['hold', 'revert'])),
  noBaseline: required('NO_BASELINE', oneOf(['hold', 'initial', 'fail'])),
  // Where there is nothing to promote into, nothing is said of it.
  onPromoteFailure: optional('ON_PROMOTE_FAILURE', oneOf(['restore', 'hold']), 'hold'),
  initialTag: optional('INITIAL_TAG', tagName, undefined),
};

/** The tracking server, by the names that MLflow's own clients know. @internal */
export const registryContract: typeof trackingContract = trackingContract;

/** Where the images are; needed where an environment runs images. @internal */
export const imageContract: RepositoryVariables = repositoryVariables(imagePrefix);

/** Ways to deploy. @internal */
export const deployModes = ['git', 'patch', 'argocd-param', 'pointer'] as const;

/** @internal */
export type DeployMode = (typeof deployModes)[number];

/** What is deployed: an image by its digest, or the address of a model. @internal */
export const deployedKinds = ['image', 'uri'] as const;

/** @internal */
export type DeployedKind = (typeof deployedKinds)[number];

// What a release knows itself, from step to step anew, is no variable of it.
const {
  deployed: _git,
  token: _gitToken,
  deadline: _gitDeadline,
  modelVersion: _v,
  runId: _r,
  traffic: _traffic,
  ...gitPlace
} = git;
const { deployed: _patch, token: _patchToken, deadline: _patchDeadline, ...patchPlace } = patch;
const { deployed: _param, token: _paramToken, deadline: _paramDeadline, ...paramPlace } = argocdParam;
const {
  deployed: _pointer,
  token: _pointerToken,
  deadline: _pointerDeadline,
  modelVersion: _pv,
  runId: _pr,
  digest: _pd,
  commit: _pc,
  ...pointerPlace
} = pointer;
const {
  step: _step,
  commit: _commit,
  deployed: _deployed,
  deadline: _deadline,
  expectedVersion: _expected,
  ...rolloutPlace
} = rollout;

/**
 * What the program of each way to deploy has to know of the place, without prefix.
 *
 * The namespace of an Argo CD Application has a name of its own: `NAMESPACE` is that of the workload.
 *
 * @internal
 */
export const deployPlaces: {
  readonly git: typeof gitPlace;
  readonly patch: typeof patchPlace;
  readonly 'argocd-param': typeof paramPlace;
  readonly pointer: typeof pointerPlace;
} = {
  git: gitPlace,
  patch: patchPlace,
  'argocd-param': { ...paramPlace, namespace: required('APPLICATION_NAMESPACE', labelName) },
  pointer: pointerPlace,
};

/** What waiting for a roll-out takes, without prefix. @internal */
export const rolloutPlaceContract: typeof rolloutPlace & {
  readonly version: Variable<string | undefined>;
  readonly rolloutSeconds: Variable<number>;
  readonly soak: Variable<number>;
} = {
  ...rolloutPlace,
  version: optional('VERSION', versionTemplate, undefined),
  rolloutSeconds: required('ROLLOUT_SECONDS', seconds),
  soak: optional('SOAK_SECONDS', decimal('seconds', 0, 86_400), 0),
};

/** Where a version's number stands in the text that the application answers with. @internal */
export const versionPlaceholder = '<model-version>';

/** Where the run stands in it that trained the version. @internal */
export const runPlaceholder = '<run-id>';

const versionWords = matching(/^[A-Za-z0-9._:/@+=,-]{0,240}$/, 'a version of letters, digits and ._:/@+=,-');

function versionTemplate(text: string): string {
  if (!text.includes(versionPlaceholder) && !text.includes(runPlaceholder))
    throw new InputError(
      `expected ${versionPlaceholder} in it, such as 1.0.${versionPlaceholder}, or ${runPlaceholder}`,
    );
  versionWords(text.replaceAll(versionPlaceholder, '').replaceAll(runPlaceholder, ''));
  return text;
}

/** What a step that makes an environment follow its record is told of it. @internal */
export const placeContract: {
  readonly name: Variable<string>;
  readonly alias: Variable<string>;
  readonly deploy: Variable<DeployMode>;
  readonly deploys: Variable<DeployedKind>;
} = {
  name: required('ENVIRONMENT', labelName),
  alias: required('ALIAS', aliasName),
  deploy: required('DEPLOY', oneOf(deployModes)),
  deploys: required('DEPLOYS', oneOf(deployedKinds)),
};

/** All variables of one environment, as a step is told of them where it is deployed in that way. @internal */
export function sideContract<M extends DeployMode>(
  side: Side,
  mode: M,
): {
  readonly place: typeof placeContract;
  readonly deploy: (typeof deployPlaces)[M];
  readonly rollout: typeof rolloutPlaceContract;
} {
  const prefix = sidePrefixes[side];
  return {
    place: prefixed(prefix, placeContract),
    deploy: prefixed(prefix, deployPlaces[mode]),
    rollout: prefixed(prefix, rolloutPlaceContract),
  };
}

/** @internal */
export type DeployPlaceValues<M extends DeployMode> = Values<(typeof deployPlaces)[M]>;

/** @internal */
export type RolloutPlaceValues = Values<typeof rolloutPlaceContract>;
