import type { SideContainerSpec } from '../../../core/container/container';
import type { RetrySpec } from '../../../core/container/retry';
import { kebabCase } from '../../../core/names';
import type { TaskGraph } from '../../../core/task';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import type { Artifact, Outputs, Parameter, RetryStrategy, UserContainer } from '../../../schemas/argo/types';
import { accountOf } from '../../kubernetes/account';
import { lowerContainer, type Words } from '../../kubernetes/container';
import { exemptionNotes, podSecurity } from '../../kubernetes/pod-security';
import { podVolumes } from '../../kubernetes/pod-volumes';
import { tolerationsOf } from '../../kubernetes/tolerations';
import { member } from '../value/expression';
import { literal } from '../value/literal';
import type { Place } from '../value/place';
import { unexpanded } from '../value/unexpanded';
import type { Context, TemplateBody } from './context';
import { podInputs } from './declared-inputs';
import { duration } from './duration';

/** The template of a task: one pod. @internal */
export function taskTemplate(task: TaskGraph, context: Context): TemplateBody {
  context.tasks.add(task);
  const writesOutputs = Object.values(task.outputs).some(({ type }) => type.kind !== 'artifact');
  const writableRoot = task.identity.exempt.writableRoot !== undefined;
  const volumes = podVolumes([task, ...task.init, ...task.sidecars], ofArgo);
  const main = lowerContainer(task, writableRoot, writesOutputs, words, volumes);
  const beside = (side: SideContainerSpec): UserContainer => ({
    name: side.name,
    ...lowerContainer(side, writableRoot, false, words, volumes),
  });
  const init = task.init.map(beside);
  const sidecars = task.sidecars.map(beside);
  const { nodeSelector, tolerations } = task.placement;
  return {
    ...metadataOf(task),
    ...podInputs(task.inputs),
    ...taskOutputs(task),
    timeout: duration(task.timeoutSeconds),
    ...(task.retry === undefined ? {} : { retryStrategy: retryStrategy(task.retry) }),
    serviceAccountName: accountOf(task, context.account),
    securityContext: podSecurity(task.identity, context.target.platform),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations: tolerationsOf(tolerations) }),
    ...(init.length === 0 ? {} : { initContainers: init }),
    container: main,
    ...(sidecars.length === 0 ? {} : { sidecars }),
    volumes: volumes.all(),
  };
}

/** Volumes that Argo adds to every pod. */
const ofArgo = ['var-run-argo', 'tmp-dir-argo', 'input-artifacts', 'argo-env-config', 'exec-sa-token', 'kubeconfig'];

const words: Words = {
  text: (value) => unexpanded(value, taskPlace),
  runName: () => '{{workflow.name}}',
};

/** Inside a task there are only its own inputs; whoever called it has checked them. */
const taskPlace: Place = ({ source }) => {
  const name = source.kind === 'input' ? kebabCase(source.name) : source.kind;
  return { tag: `inputs.parameters.${name}`, expression: member(['inputs', 'parameters', name]), trusted: true };
};

function taskOutputs(task: TaskGraph): { readonly outputs?: Outputs } {
  const parameters: Parameter[] = [];
  const artifacts: Artifact[] = [];
  for (const [name, declared] of Object.entries(task.outputs)) {
    const file = kebabCase(name);
    if (declared.type.kind === 'artifact') {
      artifacts.push({ name: file, path: declared.type.path });
      continue;
    }
    const fallback = outputDefault(task, name);
    parameters.push({
      name: file,
      valueFrom: { path: `/out/${file}`, ...(fallback === undefined ? {} : { default: fallback }) },
    });
  }
  if (parameters.length + artifacts.length === 0) return {};
  return {
    outputs: { ...(parameters.length === 0 ? {} : { parameters }), ...(artifacts.length === 0 ? {} : { artifacts }) },
  };
}

/** What an output is when the program left none: a gate that wrote no verdict could not judge. @internal */
export function outputDefault(task: TaskGraph, name: string): string | undefined {
  const declared = task.outputs[name];
  if (declared === undefined) return undefined;
  if (isVerdict(declared.type)) return 'error';
  if (declared.default !== undefined) return literal(wire(declared.default, declared.type));
  if (task.verdict === undefined || declared.type.kind !== 'text') return undefined;
  return name === 'reason' ? `${task.name} left no reason` : '';
}

function retryStrategy({ limit, on, firstSeconds, factor, capSeconds }: RetrySpec): RetryStrategy {
  return {
    limit,
    retryPolicy: ({ error: 'OnError', failure: 'OnFailure', always: 'Always' } as const)[on],
    backoff: { duration: duration(firstSeconds), factor, cap: duration(capSeconds) },
  };
}

function metadataOf({ identity, labels }: TaskGraph): Pick<TemplateBody, 'metadata'> {
  const annotations = exemptionNotes(identity);
  const metadata = {
    ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}
