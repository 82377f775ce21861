import { deployedValue } from '../deploy/deployed-value';
import { type Environment, readEnvironment, type Values, type Variable } from '../environment';
import { InputError } from '../input-error';
import { type TrackingServer, trackingServer } from '../mlflow/tracking-server';
import { type Repository, readRepository } from '../oci/repository';
import { prefixed } from '../prefixed';
import type { Session } from '../session';
import type { Verdict } from '../verdict';
import type { Candidate } from './candidate';
import {
  candidateContract,
  type DeployMode,
  decideContract,
  deployModes,
  imageContract,
  imagePrefix,
  operatorContract,
  placeContract,
  policyContract,
  registryContract,
  runContract,
  sideContract,
  sidePrefixes,
  verdictContract,
  versionContract,
} from './contract';
import type { Side } from './effect';
import { exitHolder, podHolder } from './holder';
import { type DeployPlace, type Place, placeProblems } from './place';
import { type Need, needs, placesOf, type Step } from './step';
import type { Arm } from './step-outputs';

/** The environments that a step makes follow their records, and the registry of models. @internal */
export interface Places {
  readonly sides: { readonly source: Place; readonly target: Place | undefined };
  /** Absent where the record alone says what was approved. */
  readonly registry: { readonly server: TrackingServer; readonly model: string } | undefined;
}

/** What `release` is asked to do; what its step does not need is absent. @internal */
export interface Configuration {
  readonly step: Step;
  readonly application: string;
  /** Where candidates are tested. */
  readonly source: string;
  readonly run: string;
  readonly holder: string;
  readonly deadlineSeconds: number;
  readonly lockWaitSeconds: number;
  readonly leaseSeconds: number;
  readonly candidate: Candidate | undefined;
  readonly modelVersion: string | undefined;
  readonly measured: { readonly verdict: Verdict; readonly alone: boolean } | undefined;
  /** Who asks: the run, or a person. */
  readonly by: string;
  readonly reason: string;
  readonly arm: Arm | undefined;
  readonly policy: Values<typeof policyContract> | undefined;
  readonly places: Places | undefined;
  readonly images: Repository | undefined;
}

/**
 * Reads what a step of a release is asked to do.
 *
 * @throws InputError naming every variable of the step that is missing, malformed or contradicts another
 * @internal
 */
export function readConfiguration(environment: Environment, session: Session): Configuration {
  const reading = readingOf(environment);
  const { read, problems } = reading;
  const run = read(runContract);
  const step = stepIn(environment);
  const wanted = <T>(need: Need, get: () => T): T | undefined =>
    step !== undefined && needs(step, need) ? get() : undefined;

  const candidate = wanted('candidate', () => read(candidateContract));
  const version = wanted('version', () => read(versionContract));
  const measured = wanted('verdict', () => read(verdictContract));
  const operator = wanted('operator', () => read(operatorContract));
  const decided = step === 'decide' ? read(decideContract) : undefined;
  const policy = wanted('policy', () => read(policyContract));
  const withRollout = step !== undefined && needs(step, 'rollout');
  const within = policy?.within ?? false;
  const asked = step === undefined ? [] : placesOf(step, within);
  const [source, target] = (['source', 'target'] as const).map((side) =>
    asked.includes(side) ? readPlace(side, withRollout, environment, reading, session) : undefined,
  );
  const mirrored =
    asked.length > 0 &&
    (!within || [registryContract.url, registryContract.model].some((each) => isAsked(environment, each)));
  const registry = mirrored ? readRegistry(reading, session) : undefined;
  if (policy !== undefined) problems.push(...policyProblems(policy.within, environment));
  const runsImages = [source, target].some((place) => place?.deploys === 'image');
  // Who only reads the decision has to know whether there is an initial image, and is told of no place.
  const seeksInitial = step === 'read-decision' && policy?.noBaseline === 'initial' && policy.initialTag !== undefined;
  const readsImages = runsImages || (seeksInitial && isAsked(environment, imageContract.repository));
  const images = readsImages ? readImages(reading, session) : undefined;
  for (const [side, place] of Object.entries({ source, target }))
    if (place?.deploys === 'uri' && candidate !== undefined) problems.push(...uriProblems(candidate.uri, side));
  if (run === undefined || problems.length > 0) throw new InputError(problems.join('; '));

  const sides = source === undefined ? undefined : { source, target };
  return {
    step: run.step,
    application: run.application,
    source: run.environment,
    run: run.run,
    holder: (run.exit ? exitHolder : podHolder)(run.run, run.pod),
    deadlineSeconds: run.deadline,
    lockWaitSeconds: run.lockWait,
    leaseSeconds: run.lease,
    candidate,
    modelVersion: version?.modelVersion ?? candidate?.modelVersion,
    measured,
    by: operator?.by ?? run.run,
    reason: operator?.reason ?? measured?.reason ?? '',
    arm: decided?.arm,
    policy,
    places: sides === undefined ? undefined : { sides, registry },
    images,
  };
}

interface Reading {
  readonly problems: string[];
  readonly tried: <T>(read: () => T) => T | undefined;
  readonly read: <C extends { readonly [K in keyof C]: Variable<unknown> | object }>(
    contract: C,
  ) => Values<C> | undefined;
}

/** Goes on after a problem, so that all are named at once. */
function readingOf(environment: Environment): Reading {
  const problems: string[] = [];
  const tried: Reading['tried'] = (read) => {
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      problems.push(problem.message);
      return undefined;
    }
  };
  return { problems, tried, read: (contract) => tried(() => readEnvironment(environment, contract)) };
}

/** What is said of a next environment where there is none, and the other way round: one of both is a mistake. */
function policyProblems(within: boolean, environment: Environment): readonly string[] {
  const { evidence, onPromoteFailure } = policyContract;
  const target = placeContract.name;
  const onward: readonly Variable<unknown>[] = [
    ...(environment[evidence.name] === 'approved' ? [evidence] : []),
    onPromoteFailure,
    { ...target, name: `${sidePrefixes.target}${target.name}` },
  ];
  if (!within) return isAsked(environment, onPromoteFailure) ? [] : [`${onPromoteFailure.name}: is not set`];
  return onward
    .filter((each) => isAsked(environment, each))
    .map(
      ({ name }) => `${name}: is about a next environment, and ${policyContract.within.name} says that there is none`,
    );
}

function isAsked(environment: Environment, { name }: Variable<unknown>): boolean {
  return (environment[name] ?? '') !== '';
}

/** The step, if it can be told: it says which variables are needed. @internal */
export function stepIn(environment: Environment): Step | undefined {
  try {
    return runContract.step.parse(environment[runContract.step.name] ?? '');
  } catch {
    return undefined;
  }
}

function readRegistry({ read, tried }: Reading, session: Session): Places['registry'] {
  const values = read(registryContract);
  return values && tried(() => ({ server: trackingServer(values, session), model: values.model }));
}

function uriProblems(uri: string, side: string): readonly string[] {
  if (uri === '') return [`URI: is not set, and it is what the ${side} environment deploys`];
  try {
    deployedValue(uri);
    return [];
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem;
    return [`URI: ${problem.message}`];
  }
}

function readImages({ read, tried }: Reading, session: Session): Repository | undefined {
  const values = read(imageContract);
  return values && tried(() => readRepository(values, imagePrefix, session));
}

function readPlace(
  side: Side,
  withRollout: boolean,
  environment: Environment,
  { read, problems }: Reading,
  session: Session,
): Place | undefined {
  const place = read(prefixed(sidePrefixes[side], placeContract));
  const mode = deployModes.find((word) => word === environment[`${sidePrefixes[side]}${placeContract.deploy.name}`]);
  const deploy = mode === undefined ? undefined : readDeploy(side, mode, read);
  const rollout = withRollout ? read(sideContract(side, 'git').rollout) : undefined;
  if (place === undefined || deploy === undefined || (withRollout && rollout === undefined)) return undefined;
  const found = { environment: place.name, alias: place.alias, deploys: place.deploys, deploy, rollout };
  problems.push(...placeProblems(side, found, session));
  return found;
}

function readDeploy(side: Side, mode: DeployMode, read: Reading['read']): DeployPlace | undefined {
  if (mode === 'git') {
    const values = read(sideContract(side, 'git').deploy);
    return values && { mode, values };
  }
  if (mode === 'patch') {
    const values = read(sideContract(side, 'patch').deploy);
    return values && { mode, values };
  }
  if (mode === 'pointer') {
    const values = read(sideContract(side, 'pointer').deploy);
    return values && { mode, values };
  }
  const values = read(sideContract(side, 'argocd-param').deploy);
  return values && { mode, values };
}
