import type { Access } from '../core/container/access';
import { type Env, podUid, runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import type { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import type { InputsOf, Params, ValueOf } from '../core/parameter/parameter';
import { programTask, programTimeout } from '../core/program-task';
import type { Ref } from '../core/ref';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { recordAccess } from '../programs/release/access';
import { imagePrefix, sidePrefixes } from '../programs/release/contract';
import type { Side } from '../programs/release/effect';
import { needs, placesOf, type Step } from '../programs/release/step';
import type { Environment } from './environment';
import type { Promotion } from './promotion';
import { deployedKind } from './promotion-policy';
import { rolloutSettings } from './rollout-settings';

/** What a step of a release is, beside what every step of its kind is. @internal */
export interface ReleaseStep<I extends Params, O extends Params> {
  /** @default - the name of the step in `programs/release` */
  readonly name?: string;
  readonly programImage: Image | undefined;
  readonly inputs?: I;
  readonly outputs?: O;
  readonly env?: (inputs: { readonly [K in keyof I]: Ref<ValueOf<I[K]>> }) => Env;
  /** `release` where the unit has steps that must not do the same. @default - the account of the unit */
  readonly account?: 'release';
  /** Seconds to wait for each lock. @default - as the promotion says */
  readonly lockWaitSeconds?: number;
}

/** Time to read and write records, aliases and tags, in seconds, when all goes well and some is tried again. */
const bookkeeping = 300;

/**
 * A step of a release: the program `release`, told what it needs of the promotion and allowed no more.
 *
 * It may do with the API what the step needs, so steps that deploy and steps that judge need accounts of their own.
 *
 * @internal
 */
export function releaseTask<const I extends Params = {}, const O extends Params = {}>(
  promotion: Promotion,
  step: Step,
  {
    name = step,
    programImage,
    inputs,
    outputs,
    env,
    account,
    lockWaitSeconds = promotion.lockWaitSeconds,
  }: ReleaseStep<I, O>,
): Task<InputsOf<I>, { readonly [K in keyof O]: ValueOf<O[K]> }> {
  const { source, target } = environmentsOf(promotion, step);
  const parts = [
    commonOf(promotion, step),
    sideOf(source, 'source', step, isWithin(promotion)),
    ...(target === undefined ? [] : [sideOf(target, 'target', step, isWithin(promotion))]),
  ];
  const locks = placesOf(step, isWithin(promotion)).includes('target') ? 2 : 1;
  const work = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  const deadline = locks * lockWaitSeconds + bookkeeping + work;
  return programTask<I, O>(
    name,
    { name: 'release', text: programText('release') },
    {
      image: programImage,
      ...(inputs === undefined ? {} : { inputs }),
      ...(outputs === undefined ? {} : { outputs }),
      env: (context) => ({
        STEP: step,
        RUN: runName,
        POD: podUid,
        DEADLINE_SECONDS: String(deadline),
        LOCK_WAIT_SECONDS: String(lockWaitSeconds),
        ...env?.(context.inputs),
        ...merged(
          parts.map((part) => part.env),
          step,
        ),
      }),
      mounts: merged(
        parts.map((part) => part.mounts),
        step,
      ),
      access: parts.flatMap(({ access }) => access),
      ...(account === undefined ? {} : { account }),
      timeout: programTimeout(deadline),
    },
  );
}

/** Whether there is no next environment. */
const isWithin = ({ to }: Promotion): boolean => to === undefined;

/** What the promotion leads from and to; an undo takes back what it led to, and knows no other. */
function environmentsOf(
  { from, to }: Promotion,
  step: Step,
): { readonly source: Environment; readonly target: Environment | undefined } {
  return step === 'undo' ? { source: to ?? from, target: undefined } : { source: from, target: to };
}

interface Part {
  readonly env: Env;
  readonly mounts: { readonly [path: string]: Volume };
  readonly access: readonly Access[];
  /** What it may take, in seconds. */
  readonly seconds: number;
}

/** Policy, registries, and the records. */
function commonOf(promotion: Promotion, step: Step): Part {
  const { registry, images, onError, onInconclusive, noBaseline, initial, onPromoteFailure, evidence } = promotion;
  const { source, target } = environmentsOf(promotion, step);
  const { application } = source;
  const policy: Env = {
    ON_ERROR: onError,
    ON_INCONCLUSIVE: onInconclusive,
    NO_BASELINE: noBaseline,
    ...(initial === undefined ? {} : { INITIAL_TAG: initial }),
    ...(isWithin(promotion) ? { WITHIN: 'true' } : { ON_PROMOTE_FAILURE: onPromoteFailure }),
    // What is taken back was promoted to where it is, and nothing is measured there.
    ...(isWithin(promotion) || (evidence === 'pass' && step !== 'undo') ? {} : { EVIDENCE: 'approved' }),
  };
  const follows = placesOf(step, isWithin(promotion)).length > 0;
  const looksAtImages = follows || (needs(step, 'policy') && initial !== undefined);
  const { env = {}, mounts = {} } = looksAtImages ? (images?.forProgram(imagePrefix) ?? {}) : {};
  return {
    env: {
      APPLICATION: application,
      ...(needs(step, 'policy') ? policy : {}),
      ...(follows ? registry?.env : {}),
      ...env,
    },
    mounts,
    access: recordAccess(step, { application, source: source.name, target: target?.name }),
    seconds: 0,
  };
}

/** What a step is told of an environment. */
function sideOf(environment: Environment, side: Side, step: Step, within: boolean): Part {
  const { name } = environment;
  const place = placesOf(step, within).includes(side) ? placeOf(environment) : undefined;
  // The tests of a source are told where they look by what they read.
  const rollout = needs(step, 'rollout') ? rolloutSettings(environment) : undefined;
  const named: Env = place !== undefined || side === 'source' ? { ENVIRONMENT: name } : {};
  const env: Env = { ...named, ...place?.env, ...rollout?.env };
  const { NODE_EXTRA_CA_CERTS: authority, ...own } = env;
  return {
    env: {
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${sidePrefixes[side]}${key}`, value])),
      ...(authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority }),
    },
    mounts: place?.mounts ?? {},
    access: [...(place?.access ?? []), ...(rollout?.access ?? [])],
    seconds: secondsIn(environment, place?.seconds ?? 0, rollout === undefined ? 0 : environment.rolloutSeconds),
  };
}

/** Twice: a promotion that fails is taken back. Shared traffic takes two changes each time, and a while between them. */
function secondsIn({ deploy }: Environment, pushing: number, rollout: number): number {
  const once = (pushing + rollout) * 2;
  return deploy?.canary === undefined || rollout === 0 ? once : once * 2 + deploy.canary.soakSeconds + rollout;
}

function placeOf(environment: Environment): Part {
  const { deploy, alias } = environment;
  if (deploy === undefined) throw new PipelineError({ code: 'MLP3022', message: 'an environment nobody deploys to' });
  const { env, mounts, access, seconds } = deploy.settings(environment);
  return {
    env: { ALIAS: alias, DEPLOY: deploy.mode, DEPLOYS: deployedKind(environment), ...env },
    mounts,
    access,
    seconds,
  };
}

/** Two environments may name the same thing, but not two things by one name: a pod has one authority to trust. */
function merged<T>(parts: readonly { readonly [key: string]: T }[], step: Step): { readonly [key: string]: T } {
  const all = new Map<string, T>();
  for (const [key, value] of parts.flatMap((part) => Object.entries(part))) {
    const known = all.get(key);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value)) {
      throw new PipelineError({
        code: 'MLP3022',
        message: `${step} would need two different values of ${key}`,
        expected: 'the same certificates for both environments',
      });
    }
    all.set(key, value);
  }
  return Object.fromEntries(all);
}
