import type { Project } from '../../project';
import { dagDependencies } from '../dag-dependencies';
import { type Call, type PlacedTemplate, templateCalled } from '../templates';
import { addCallNames, addItemNames, isCollected } from './call-names';
import { KnownNames } from './known-names';
import { type Tag, tagsIn } from './tags';
import { templateNames } from './template-names';

/** A tag that Argo's validation can not resolve, and the names that it could. @internal */
export interface Unresolved extends Tag {
  readonly known: readonly string[];
}

/** Only these are looked at; all others are left for somebody else to replace. */
const looked = ['item.', 'steps.', 'inputs.', 'outputs.', 'pod.', 'workflow.', 'tasks.'];

/** What a template reads that is not there: `resolveAllVariables` of Argo. @internal */
export function* unresolvedIn(project: Project, placed: PlacedTemplate, globals: KnownNames): Generator<Unresolved> {
  const { template, at } = placed;
  const names = templateNames(template, globals);
  if (template.steps !== undefined) yield* inSteps(project, placed, names);
  else if (template.dag !== undefined) yield* inDag(project, placed, names);
  else {
    yield* missing(template, at, names);
    return;
  }
  yield* missing(template.outputs, [...at, 'outputs'], names);
}

function* inSteps(project: Project, { object, calls }: PlacedTemplate, names: KnownNames): Generator<Unresolved> {
  for (const call of calls) {
    const prefix = `steps.${call.name}`;
    const called = templateCalled(project, object, call);
    names.add(`${prefix}.status`);
    addItemNames(names, call.step);
    if (hasExitHook(call)) addCallNames(names, prefix, called, false);
    yield* missing(call.step, call.at, withInlineInputs(names, call));
    addCallNames(names, prefix, called, isCollected(call.step));
  }
}

function* inDag(project: Project, placed: PlacedTemplate, names: KnownNames): Generator<Unresolved> {
  const { object, calls, template, at } = placed;
  for (const call of calls) {
    const prefix = `tasks.${call.name}`;
    addCallNames(names, prefix, templateCalled(project, object, call), isCollected(call.step));
    if (call.step.hooks !== undefined) names.add(`${prefix}.status`);
  }
  yield* missing(template.dag?.target, [...at, 'dag', 'target'], names);
  const { ancestorsOf } = dagDependencies(placed);
  for (const call of calls) {
    const own = withInlineInputs(names, call);
    own.add(...ancestorsOf(call.name).map((ancestor) => `tasks.${ancestor}.status`));
    addItemNames(own, call.step);
    yield* missing(call.step, call.at, own);
  }
}

function withInlineInputs(names: KnownNames, { step: { inline } }: Call): KnownNames {
  return new KnownNames(names).add(
    ...(inline?.inputs?.parameters ?? []).map(({ name }) => `inputs.parameters.${name}`),
  );
}

function hasExitHook({ step: { onExit = '', hooks } }: Call): boolean {
  return onExit !== '' || hooks?.exit !== undefined;
}

function* missing(value: unknown, path: Tag['path'], names: KnownNames): Generator<Unresolved> {
  for (const tag of tagsIn(value, path)) {
    if (looked.some((prefix) => tag.name.startsWith(prefix)) && !names.has(tag.name))
      yield { ...tag, known: names.listed };
  }
}
