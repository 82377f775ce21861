import { show } from '../core/check-value';
import { checkIdentity } from '../core/container/identity';
import { checkPath } from '../core/container/path';
import { checkPlacement } from '../core/container/placement';
import { secondsOf } from '../core/time-span';
import { exemptionNotes, podSecurity } from '../engines/kubernetes/pod-security';
import { tolerationsOf } from '../engines/kubernetes/tolerations';
import type { ModelSpec, PredictorSpec } from '../schemas/kserve/types';
import type { SecurityContext } from '../schemas/kubernetes/types';
import { fixedEnv } from './fixed-env';
import type { InferenceServiceProps } from './inference-service';
import { limitedResources } from './limited-resources';
import { addressToReplace } from './model-folder';
import { unusableService as unusable } from './unusable-service';
import type { Workload } from './workload';

/** The predictor of a service: restricted, limited, and with an address that waits for its version. @internal */
export function predictorSpec(props: InferenceServiceProps, workload: Workload, at: string): PredictorSpec {
  const { mode = 'Standard', engine, surge = true, timeout } = props;
  const what = `InferenceService '${workload.name}'`;
  const identity = checkIdentity(props.user, props.exempt, what);
  const { nodeSelector, tolerations = [] } = checkPlacement(props.placement ?? {}, what);
  const folders = ['/tmp', ...(props.writable ?? []).map((path) => checkPath(path, `a writable folder of ${what}`))];
  const twice = folders.find((path, index) => folders.indexOf(path) !== index);
  if (twice !== undefined) throw unusable(`${twice} is writable twice`, at, { expected: 'each folder once, not /tmp' });
  const pod = podSecurity(identity, engine.platform);
  const notes = exemptionNotes(identity);
  const rolling = surge ? { maxSurge: 1, maxUnavailable: 0 } : { maxSurge: 0, maxUnavailable: 1 };
  return {
    ...(Object.keys(notes).length === 0 ? {} : { annotations: { ...notes } }),
    serviceAccountName: workload.name,
    automountServiceAccountToken: false,
    // Knative takes no context of a pod, so there the container says all of it.
    ...(mode === 'Standard' ? { securityContext: pod } : {}),
    ...(nodeSelector === undefined ? {} : { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length === 0 ? {} : { tolerations: tolerationsOf(tolerations) }),
    ...(mode === 'Standard' ? { deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: rolling } } : {}),
    ...(timeout === undefined ? {} : { timeout: secondsOf(timeout, `the timeout of ${what}`, at) }),
    model: {
      ...modelOf(props, at),
      ...(props.args === undefined ? {} : { args: argsOf(props.args, at) }),
      ...fixedEnv(props.env, what, at, unusable),
      resources: limitedResources({ ...props, limits: workload.limits }, what, at),
      securityContext: {
        ...withoutGroup(pod),
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        ...(identity.exempt.writableRoot === undefined ? { readOnlyRootFilesystem: true } : {}),
      },
      volumeMounts: folders.map((mountPath, index) => ({ name: nameOf(index), mountPath })),
    },
    volumes: folders.map((_, index) => ({ name: nameOf(index), emptyDir: {} })),
  };
}

function nameOf(index: number): string {
  return index === 0 ? 'tmp' : `writable-${index}`;
}

function withoutGroup({ fsGroup: _, ...rest }: ReturnType<typeof podSecurity>): SecurityContext {
  return rest as SecurityContext;
}

function modelOf(
  { model, models }: InferenceServiceProps,
  at: string,
): Pick<ModelSpec, 'modelFormat' | 'runtime' | 'runtimeVersion' | 'protocolVersion' | 'storageUri'> {
  const { format, formatVersion, runtime, runtimeVersion, protocol } = model;
  const word = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
  const words = { format, formatVersion, runtime, runtimeVersion };
  for (const [name, value] of Object.entries(words))
    if (name === 'format' ? !isWord(value, word) : value !== undefined && !isWord(value, word))
      throw unusable(`the ${name} of the model is ${show(value)}`, at, {
        expected: "letters, digits, . _ and -: 'sklearn'",
      });
  if (runtimeVersion === 'latest')
    throw unusable('the runtime is another one tomorrow', at, { expected: 'an exact version' });
  if (!['v1', 'v2', 'grpc-v1', 'grpc-v2'].includes(protocol))
    throw unusable(`the protocol of the model is ${show(protocol)}`, at, { expected: 'v1, v2, grpc-v1 or grpc-v2' });
  return {
    modelFormat: { name: format, ...(formatVersion === undefined ? {} : { version: formatVersion }) },
    ...(runtime === undefined ? {} : { runtime }),
    ...(runtimeVersion === undefined ? {} : { runtimeVersion }),
    protocolVersion: protocol,
    storageUri: addressToReplace(models, at),
  };
}

function isWord(value: unknown, word: RegExp): boolean {
  return typeof value === 'string' && word.test(value);
}

function argsOf(args: readonly string[], at: string): readonly string[] {
  if (Array.isArray(args) && args.every((arg) => typeof arg === 'string')) return args;
  throw unusable(`the args are ${show(args)}`, at, { expected: "a list of text: ['--workers=2']" });
}
