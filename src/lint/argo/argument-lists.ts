import type { Arguments } from '../../schemas/argo/types';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import type { Project } from '../project';
import { templatesOf } from './templates';

/** What is handed on: to a workflow by its own specification, or to a template by a step. @internal */
export interface ArgumentList {
  readonly document: LintDocument;
  readonly given: Arguments;
  readonly at: YamlPath;
  /** A workflow that is started later may still be given values. */
  readonly mayBeEmpty: boolean;
}

/** @internal */
export function* argumentLists({ argo }: Project): Generator<ArgumentList> {
  for (const object of argo) {
    const { document, spec, at } = object;
    const mayBeEmpty = object.kind !== 'CronWorkflow';
    // A cron takes the values of the template that it starts.
    if (spec.arguments !== undefined && (mayBeEmpty || spec.workflowTemplateRef === undefined))
      yield { document, given: spec.arguments, at: [...at, 'arguments'], mayBeEmpty };
    for (const { calls } of templatesOf(object)) {
      for (const { step, at: place } of calls) {
        if (step.arguments !== undefined)
          yield { document, given: step.arguments, at: [...place, 'arguments'], mayBeEmpty: false };
      }
    }
  }
}
