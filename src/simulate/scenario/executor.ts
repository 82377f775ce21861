import type { Template } from '../../schemas/argo/types';
import type { TemplateKind } from '../plan/template-kind';
import type { Outcome } from './outcome';

/**
 * A step that runs something, or waits for somebody: what an outcome is asked for.
 *
 * @public
 */
export interface Leaf {
  readonly workflow: string;
  readonly namespace: string;
  /** Argo's name of the node: `release-1[0].train(0)`. */
  readonly name: string;
  /** The same without the workflow, groups and attempts: `train`. Items of loops stay: `test(0:eu)`. */
  readonly path: string;
  /** The last part of the path. */
  readonly own: string;
  readonly template: string;
  readonly kind: TemplateKind;
  /** From 0; more than that only for what is retried. */
  readonly attempt: number;
  readonly inputs: Readonly<Record<string, string>>;
  /** What the template declares. */
  readonly outputs: readonly LeafOutput[];
  /** Somebody reads what it prints. */
  readonly readsResult: boolean;
  /** What a scenario may call it, the most exact first, where that is more than path, own name and template. */
  readonly names?: readonly string[];
  /** The template with everything filled in; computed when it is asked for. Of a step of Tekton, its container. */
  manifest(): Template;
}

/** @public */
export interface LeafOutput {
  readonly name: string;
  readonly path?: string | undefined;
  readonly default?: string | undefined;
  readonly enum?: readonly string[] | undefined;
}

/**
 * Says what becomes of a leaf, at once or later.
 *
 * @internal
 */
export interface Executor {
  /** Calls `ends` once. */
  start(leaf: Leaf, ends: (outcome: Outcome) => void): void;
  /** Outcomes come while time passes: deadlines have to be watched. */
  readonly later: boolean;
}
