import type { Arguments } from '../../../schemas/argo/types';
import type { SensorSpec, Trigger, TriggerParameter } from '../../../schemas/events/types';
import type { Refusals } from './refusals';

/** What Argo Events takes and never does. @internal */
export function* vain({ dependencies, triggers }: SensorSpec): Refusals {
  const known = dependencies.map(({ name }) => name);
  for (const trigger of triggers) {
    for (let each: Trigger | undefined = trigger; each !== undefined; each = each.dlqTrigger)
      yield* vainTrigger(each, known);
  }
}

function* vainTrigger(
  { template, parameters = [], retryStrategy, atLeastOnce }: Trigger,
  known: readonly string[],
): Refusals {
  const name = template?.name ?? '';
  for (const [word] of (template?.conditions ?? '').matchAll(/[A-Za-z_][\w-]*/g))
    if (!known.includes(word)) yield `trigger ${name} waits for ${word}, which is no dependency`;
  const lists = [
    parameters,
    ...([template?.argoWorkflow, template?.k8s, template?.http] as const).map((to) => to?.parameters ?? []),
  ];
  for (const { src } of lists.flat())
    if (src !== undefined && !known.includes(src.dependencyName))
      yield `trigger ${name} takes a value of ${src.dependencyName}, which is no dependency`;
  if (retryStrategy !== undefined && atLeastOnce !== true)
    yield `trigger ${name} has a retryStrategy without atLeastOnce, which nobody hears of a failure`;
  for (const to of [template?.argoWorkflow, template?.k8s]) {
    const resource = to?.source?.resource as { readonly spec?: { readonly arguments?: Arguments } } | undefined;
    if (resource !== undefined)
      yield* beyond(name, to?.parameters ?? [], resource.spec?.arguments?.parameters?.length ?? 0);
  }
}

/** Destinations count positions: what is beyond the last makes a parameter without a name. */
function* beyond(name: string, parameters: readonly TriggerParameter[], count: number): Refusals {
  for (const { dest } of parameters) {
    const position = /^spec\.arguments\.parameters\.(\d+)(?:\.|$)/.exec(dest)?.[1];
    if (position !== undefined && Number(position) >= count)
      yield `trigger ${name} sets ${dest}, but the run has ${count} parameters`;
  }
}
