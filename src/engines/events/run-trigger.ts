import type { Parameter, Workflow } from '../../schemas/argo/types';
import type { Trigger, TriggerParameter } from '../../schemas/events/types';
import { managed } from '../kubernetes/account';
import type { TakenInput, TriggerToEmit } from '../kubernetes/event-engine';
import { deadLetterTrigger } from './dead-letter-trigger';
import { dataKey } from './dependency';
import { literal } from './literal';
import { retryStrategy } from './retry-strategy';

/** What creates the run, once all that the condition names has come. @internal */
export function runTrigger(name: string, trigger: TriggerToEmit, at: string): Trigger {
  const { run, events, condition, given, taken, rateLimit, deadLetter } = trigger;
  const fixed = given.map(({ name, value }) => ({ name, value: literal(value, at) }));
  const parameters: readonly Parameter[] = [...fixed, ...taken.map(placeholder)];
  const senderOf = new Map(events.map((event) => [event.name, event.sender]));
  const values = taken.flatMap(({ input, event, path }): readonly TriggerParameter[] => {
    const sender = senderOf.get(event);
    if (sender === undefined) return [];
    const position = parameters.findIndex((parameter) => parameter.name === input);
    const src = { dependencyName: event, dataKey: dataKey(sender, path) };
    return [{ src, dest: `spec.arguments.parameters.${position}.value` }];
  });
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: `${run.object.name}-`, namespace: run.object.namespace, labels: managed },
    spec: {
      ...(parameters.length > 0 && { arguments: { parameters } }),
      workflowTemplateRef: { name: run.object.name },
    },
  } satisfies Omit<Workflow, 'metadata'> & { readonly metadata: object };
  return {
    template: {
      name,
      conditions: condition,
      k8s: {
        operation: 'create',
        source: { resource: workflow },
        ...(values.length > 0 && { parameters: values }),
      },
    },
    ...(rateLimit && { rateLimit: { unit: capital(rateLimit.per), requestsPerUnit: rateLimit.runs } }),
    // Without it nobody waits for the outcome, and nothing is tried again.
    atLeastOnce: true,
    retryStrategy: retryStrategy(trigger.retry),
    ...(deadLetter && { dlqTrigger: deadLetterTrigger(name, events, { notStarted: run.object.name }, deadLetter) }),
  };
}

/** A value that stands there until the event's own takes its place. */
function placeholder({ input: name, type, default: fallback }: TakenInput): Parameter {
  if (fallback !== undefined) return { name, value: String(fallback) };
  return { name, value: type.kind === 'oneOf' ? (type.values[0] ?? '') : '' };
}

function capital(unit: string): string {
  return `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`;
}
