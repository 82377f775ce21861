import { checkScope } from './check-argument';
import { checkLists, checkProps } from './check-props';
import { checkValue } from './check-value';
import { type Access, checkAccess } from './container/access';
import {
  type ContainerProps,
  type ContainerSpec,
  checkContainer,
  checkSideContainers,
  type SideContainer,
  type SideContainerSpec,
} from './container/container';
import type { Env } from './container/env';
import { checkIdentity, type Exemptions, type Identity } from './container/identity';
import { checkLabels, type Labels } from './container/labels';
import { checkLocalAddress } from './container/local-address';
import { checkPlacement, type Placement } from './container/placement';
import { checkRetry, type Retry, type RetrySpec } from './container/retry';
import { checkObjectName } from './container/volume';
import { declaredSet } from './declared';
import { PipelineError } from './error';
import type { Block } from './graph/block';
import type { DeclaredSet } from './graph/unit-graph';
import { checkName } from './names';
import { outputsProxy } from './outputs-proxy';
import type { InputsOf, Params, Scalar, ValueOf } from './parameter/parameter';
import { type Ref, RefNode } from './ref';
import { secondsOf, type TimeSpan } from './time-span';
import { type Unit, unitGraph } from './unit';
import { outputType } from './value-type';
import { isVerdict } from './verdict';

/** A word of a command line. @public */
export type Argument = string | Ref<Scalar>;

/** @public */
export type Refs<S> = { readonly [K in keyof S]-?: Ref<Exclude<S[K], undefined>> };

/** @public */
export interface TaskContext<I extends Params> {
  // Written out, since the compiler prints the name of an alias but the members of this.
  readonly inputs: { readonly [K in keyof I]: Ref<ValueOf<I[K]>> };
}

/**
 * A program in a container: what it takes, what it leaves, how it is run.
 *
 * @public
 */
export interface TaskDefinition<I extends Params, O extends Params> extends ContainerProps, Placement {
  readonly inputs?: I | undefined;
  /** Files the program writes under `/out`, read by the engine: `modelVersion` is `/out/model-version`. */
  readonly outputs?: O | undefined;
  /** Program and arguments, one word each; never shell text. */
  readonly command: readonly Argument[] | ((context: TaskContext<I>) => readonly Argument[]);
  readonly env?: Env | ((context: TaskContext<I>) => Env) | undefined;
  /** Longest time for one attempt, waiting for a node included. @default 1 hour */
  readonly timeout?: TimeSpan | undefined;
  /** @default - not tried again */
  readonly retry?: Retry | undefined;
  /** User id the program runs as. @default 1000; on OpenShift one of the namespace's range */
  readonly user?: number | undefined;
  /** Reasons for a pod that the restricted profile refuses. @default - none needed */
  readonly exempt?: Exemptions | undefined;
  /** Labels of its pods, for whoever looks for them: `{ 'app.kubernetes.io/component': 'training' }`. @default - none */
  readonly labels?: { readonly [label: string]: string } | undefined;
  /** Names of Secrets to pull the images with. */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Containers that run beside the program and are stopped when it ends. */
  readonly sidecars?: readonly SideContainer[] | undefined;
  /** Containers that run to their end before the program starts. */
  readonly init?: readonly SideContainer[] | undefined;
  /** What the program may do with the Kubernetes API. @default - nothing */
  readonly access?: readonly Access[] | undefined;
  /**
   * Name after the unit's of an account that only tasks with the same word share: `release` is `<unit>-release`.
   *
   * @default - the account of the unit
   */
  readonly account?: string | undefined;
}

/** A task: a unit that runs one program. @public */
export interface Task<in I, out O> extends Unit<I, O> {}

/** @internal */
export interface TaskGraph extends ContainerSpec {
  readonly kind: 'task';
  readonly name: string;
  readonly inputs: DeclaredSet;
  readonly outputs: DeclaredSet;
  /** The output that makes it a gate. */
  readonly verdict: string | undefined;
  readonly timeoutSeconds: number;
  readonly retry: RetrySpec | undefined;
  readonly identity: Identity;
  readonly placement: Placement;
  readonly labels: Labels;
  readonly imagePullSecrets: readonly string[];
  readonly sidecars: readonly SideContainerSpec[];
  readonly init: readonly SideContainerSpec[];
  readonly access: readonly Access[];
  readonly account: string | undefined;
}

/**
 * Declares a program that runs in a container, with typed inputs and outputs.
 *
 * Inputs reach it as environment variables or as words of its command line; outputs are files under `/out`.
 * A task with a `verdict()` output is a gate.
 *
 * @throws PipelineError with the task's name: MLP1005, MLP1006 names; MLP1117 a gate without defaults; MLP12xx container.
 * @example
 * ```ts
 * const train = task('train', {
 *   image: Image.tagged('ghcr.io/acme/train:1.4.2'),
 *   inputs: { epochs: integer({ default: 5, min: 1 }) },
 *   outputs: { accuracy: number(), modelVersion: text() },
 *   command: ({ inputs }) => ['python', 'flow.py', fmt`--epochs=${inputs.epochs}`],
 * });
 * ```
 * @public
 */
export function task<const I extends Params = {}, const O extends Params = {}>(
  name: string,
  definition: TaskDefinition<I, O>,
): Task<InputsOf<I>, { readonly [K in keyof O]: ValueOf<O[K]> }> {
  checkName(name, 'a task');
  checkProps(definition, Object.keys(known), `task '${name}'`);
  const what = `task '${name}'`;
  checkLists(definition, ['imagePullSecrets', 'sidecars', 'init', 'access', 'writable', 'tolerations'], what);
  const inputs = declaredSet(definition.inputs ?? {}, 'input', what);
  const declared = declaredSet(definition.outputs ?? {}, 'output', what);
  const verdict = verdictOf(declared, what);
  // A gate's wrapper cleans its texts; those of other pods are held to a pattern.
  const outputs = verdict === undefined ? podOutputs(declared, what) : declared;
  const scope: Block = { label: what, parent: undefined, nodes: [], outputs: {} };
  const context = { inputs: inputRefs(inputs, scope) } as TaskContext<I>;
  const command = typeof definition.command === 'function' ? definition.command(context) : (definition.command ?? []);
  const env = typeof definition.env === 'function' ? definition.env(context) : (definition.env ?? {});
  checkScope(
    [command, env, definition.sidecars, definition.init],
    what,
    scope,
    'declare an input, and pass it where the task is a step',
  );
  const graph: TaskGraph = Object.freeze({
    kind: 'task',
    name,
    inputs,
    outputs,
    verdict,
    ...checkContainer(definition, command, env, what),
    timeoutSeconds: definition.timeout === undefined ? 3600 : secondsOf(definition.timeout, `the timeout of ${what}`),
    retry: definition.retry === undefined ? undefined : checkRetry(definition.retry, what),
    identity: checkIdentity(definition.user, definition.exempt, what),
    placement: checkPlacement(definition, what),
    labels: checkLabels(definition.labels ?? {}, what),
    imagePullSecrets: (definition.imagePullSecrets ?? []).map((secret) => checkObjectName(secret, 'Secret')),
    sidecars: checkSideContainers(definition.sidecars ?? [], 'a sidecar', what),
    init: checkSideContainers(definition.init ?? [], 'an init container', what),
    access: checkAccess(definition.access ?? [], what),
    account: definition.account === undefined ? undefined : checkName(definition.account, `an account of ${what}`),
  });
  if (graph.sidecars.length === 0) checkLocalAddress(graph, what);
  checkArtifactFolders(graph, what);
  return Object.freeze({ name, [unitGraph]: graph });
}

/** The root file system is read-only: an artifact can only be written to a folder that is mounted. */
function checkArtifactFolders({ outputs, mounts, writable, identity }: TaskGraph, what: string): void {
  if (identity.exempt.writableRoot !== undefined) return;
  const folders = ['/tmp', ...writable, ...mounts.map(({ path }) => path)];
  for (const [name, { type }] of Object.entries(outputs)) {
    if (type.kind !== 'artifact' || folders.some((folder) => type.path.startsWith(`${folder}/`))) continue;
    throw new PipelineError({
      code: 'MLP1206',
      message: `${what} can't write the artifact '${name}' to ${type.path}: the file system is read-only there`,
      fix: `writable: ['${type.path.slice(0, type.path.lastIndexOf('/')) || '/work'}']`,
    });
  }
}

/** @internal */
export function podOutputs(declared: DeclaredSet, what: string): DeclaredSet {
  const outputs: Record<string, DeclaredSet[string]> = {};
  for (const [name, output] of Object.entries(declared)) {
    const type = outputType(output.type);
    if (output.default !== undefined) checkValue(output.default, type, `the default of output '${name}' of ${what}`);
    outputs[name] = { ...output, type };
  }
  return outputs;
}

function inputRefs(inputs: DeclaredSet, scope: Block): unknown {
  const refs = Object.entries(inputs).map(([input, { type }]) => [
    input,
    new RefNode(scope, { kind: 'input', name: input }, type, `input '${input}' of ${scope.label}`),
  ]);
  return outputsProxy(Object.fromEntries(refs), 'input', scope.label);
}

function verdictOf(outputs: DeclaredSet, what: string): string | undefined {
  const verdicts = Object.keys(outputs).filter((output) => isVerdict(outputs[output]?.type ?? { kind: 'boolean' }));
  const [verdict, second] = verdicts;
  if (second !== undefined) {
    throw new PipelineError({
      code: 'MLP1117',
      message: `${what} declares two verdicts, '${verdict}' and '${second}'`,
      expected: 'one verdict for each gate',
    });
  }
  if (verdict === undefined) return undefined;
  for (const [output, { type, default: fallback }] of Object.entries(outputs)) {
    if (output === verdict || type.kind === 'text' || fallback !== undefined) continue;
    throw new PipelineError({
      code: 'MLP1117',
      message: `${what} is a gate and may die before it writes '${output}'`,
      expected: 'a default for every output of a gate that is no text',
      fix: type.kind === 'artifact' ? 'write the artifact in a step of its own' : `give '${output}' a default`,
    });
  }
  return verdict;
}

const known: { readonly [key in keyof Required<TaskDefinition<Params, Params>>]: true } = {
  image: true,
  resources: true,
  mounts: true,
  writable: true,
  workingDir: true,
  nodeSelector: true,
  tolerations: true,
  inputs: true,
  outputs: true,
  command: true,
  env: true,
  timeout: true,
  retry: true,
  user: true,
  exempt: true,
  labels: true,
  imagePullSecrets: true,
  sidecars: true,
  init: true,
  access: true,
  account: true,
};
