import type { ReferenceGraph } from '../../../core/graph/unit-graph';
import type { TaskGraph } from '../../../core/task';
import type { Template } from '../../../schemas/argo/types';
import type { ArgoTarget } from '../target';
import type { Templates } from './templates';

/** What a lowering collects besides templates. @internal */
export interface Context {
  readonly target: ArgoTarget;
  /** Account of the pods: the name of the emitted object. */
  readonly account: string;
  readonly namespace: string;
  /** Path of the construct that is lowered, for messages. */
  readonly at: string;
  readonly templates: Templates;
  /** Tasks whose pods run from templates of this object. */
  readonly tasks: Set<TaskGraph>;
  /** The task that ends a run red; made on first use. */
  readonly endRed: () => TaskGraph;
  /** Units in objects of their own that are called. */
  readonly references: Set<ReferenceGraph>;
}

/** A template to be called. @internal */
export type Callee =
  | { readonly template: string }
  | { readonly templateRef: { readonly name: string; readonly template: string } };

/** @internal */
export type TemplateBody = Omit<Template, 'name'>;
