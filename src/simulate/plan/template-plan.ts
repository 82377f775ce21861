import { createScope } from '../../expr/argo/scope';
import { replaceTree } from '../../expr/argo/tree';
import type { Template } from '../../schemas/argo/types';
import { type DagPlan, planDag } from './dag-plan';
import type { Owner } from './owner';
import { kindOf, type TemplateKind } from './template-kind';

/** A template, looked through once for all runs. @internal */
export interface TemplatePlan {
  readonly name: string;
  readonly kind: TemplateKind | undefined;
  readonly owner: Owner;
  readonly source: Template;
  /** Without what only a pod reads, and without steps and tasks, which are filled in one by one. */
  readonly head: Template;
  readonly dag: DagPlan | undefined;
  /** An expression somewhere in it that is none: no node of this template ever runs. */
  readonly problem: string | undefined;
  /** Some text reads all inputs as one list. */
  readonly readsAllInputs: boolean;
  /** The text of it, for who asks whether a name is mentioned. */
  readonly text: string;
}

const nothing = createScope();

/** What the control flow never looks at. */
const body = [
  'affinity',
  'archiveLocation',
  'container',
  'containerSet',
  'dag',
  'data',
  'executor',
  'hostAliases',
  'http',
  'initContainers',
  'metrics',
  'nodeSelector',
  'plugin',
  'podSpecPatch',
  'resource',
  'script',
  'securityContext',
  'sidecars',
  'steps',
  'tolerations',
  'volumes',
];

/** @internal */
export function planTemplate(source: Template, owner: Owner): TemplatePlan {
  const kind = kindOf(source);
  const text = JSON.stringify(source);
  const replaced = text.includes('{{') ? replaceTree(source, nothing, 'lenient') : undefined;
  return {
    name: source.name ?? '',
    kind,
    owner,
    source,
    head: Object.fromEntries(Object.entries(source).filter(([key]) => !body.includes(key))),
    dag: kind === 'dag' && source.dag !== undefined ? planDag(source.dag) : undefined,
    problem: replaced?.ok === false && replaced.problem.kind === 'failed' ? replaced.problem.message : undefined,
    readsAllInputs: /inputs\.parameters(?![.\w?[])/.test(text),
    text,
  };
}
