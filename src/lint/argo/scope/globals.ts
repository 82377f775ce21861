import type { Template } from '../../../schemas/argo/types';
import { isMap } from '../../../yaml/is-map';
import type { Project } from '../../project';
import { isMadeOfValue } from '../name-rules';
import type { ArgoObject } from '../objects';
import { objectOf, templatesOf } from '../templates';
import { KnownNames } from './known-names';

const always = ['name', 'namespace', 'mainEntrypoint', 'serviceAccountName', 'uid', 'status'];

/** What Argo takes whatever follows: it is only known when it runs. */
const late = [
  ...['workflow.creationTimestamp', 'workflow.scheduledTime', 'workflow.duration'],
  ...['outputs.', 'tasks.name', 'steps.name', 'node.name'],
];

/** The names below `workflow` that templates of an object may read, and those that are always taken. @internal */
export function globalsOf(project: Project, object: ArgoObject): KnownNames {
  const { spec, cron, kind, metadata } = object;
  const from = spec.workflowTemplateRef === undefined ? undefined : objectOf(project, object, spec.workflowTemplateRef);
  const names = new KnownNames();
  names.add(...always.map((word) => `workflow.${word}`));
  for (const prefix of late) names.addAll(prefix);
  const parameters = [spec, from?.spec].flatMap((each) => each?.arguments?.parameters ?? []);
  if (parameters.length > 0) names.add('workflow.parameters', 'workflow.parameters.json');
  names.add(...parameters.map(({ name }) => `workflow.parameters.${name}`));
  // Parameters may come from the workflow that uses a template.
  if (/Template$/.test(kind)) names.addAll('workflow.parameters');
  const own = kind === 'CronWorkflow' ? cron?.workflowMetadata : metadata;
  for (const word of ['labels', 'annotations'] as const) {
    names.add(`workflow.${word}`, `workflow.${word}.json`);
    const sources: readonly unknown[] = [
      ...[own, spec.workflowMetadata, from?.spec.workflowMetadata].map((source) => (source as typeof metadata)?.[word]),
      ...(word === 'labels' ? [spec.workflowMetadata?.labelsFrom, from?.spec.workflowMetadata?.labelsFrom] : []),
    ];
    for (const source of sources) {
      if (isMap(source)) names.add(...Object.keys(source).map((key) => `workflow.${word}.${key}`));
    }
  }
  // Argo adds labels of its own, which its validation does not know.
  names.addAll('workflow.labels.workflows.argoproj.io/');
  if (spec.priority !== undefined) names.add('workflow.priority');
  for (const each of reachableFrom(project, object)) addGlobalOutputs(each.spec.templates ?? [], names);
  return names;
}

function addGlobalOutputs(templates: readonly Template[], names: KnownNames): void {
  for (const { outputs } of templates) {
    for (const word of ['parameters', 'artifacts'] as const) {
      for (const { globalName = '' } of outputs?.[word] ?? []) {
        if (isMadeOfValue(globalName)) names.addAll(`workflow.outputs.${word}.`);
        else if (globalName !== '') names.add(`workflow.outputs.${word}.${globalName}`);
      }
    }
  }
}

/** The object and all whose templates it uses, near and far. @internal */
export function reachableFrom(project: Project, object: ArgoObject): ReadonlySet<ArgoObject> {
  const seen = new Set<ArgoObject>();
  const waiting = [object];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const from = next;
    const refs = templatesOf(next).flatMap(({ calls }) => calls.map(({ step }) => step.templateRef));
    for (const ref of [next.spec.workflowTemplateRef, ...refs]) {
      const found = ref === undefined ? undefined : objectOf(project, from, ref);
      if (found !== undefined) waiting.push(found);
    }
  }
  return seen;
}
