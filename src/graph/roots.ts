import { PipelineError } from '../core/error';
import { suggest } from '../core/suggest';
import { isMap } from '../yaml/is-map';
import { type Definition, referred, referredPipeline } from './definitions';
import { mapAt } from './field';

/**
 * What is to be drawn: what was asked for, or else all that nothing else refers to.
 *
 * Throws MLP5101 for a name that isn't there, or that several have; MLP5102 where there is nothing to draw.
 *
 * @internal
 */
export function rootsOf(all: readonly Definition[], entry: string | undefined): readonly Definition[] {
  if (all.length === 0) {
    throw new PipelineError({
      code: 'MLP5102',
      message:
        'there is no Workflow, WorkflowTemplate or CronWorkflow of Argo to draw, and no Pipeline or PipelineRun of Tekton',
      fix: 'read files that have one',
    });
  }
  if (entry !== undefined) return [named(all, entry)];
  const inner = new Set(all.flatMap((each) => references(each, all)));
  const roots = all.filter((each) => !inner.has(each));
  return roots.length === 0 ? all : roots;
}

function named(all: readonly Definition[], entry: string): Definition {
  const cut = entry.lastIndexOf('/');
  const [before, name] = [entry.slice(0, Math.max(0, cut)), entry.slice(cut + 1)];
  const same = all.filter((each) => each.name === name && (before === '' || isOf(each, before)));
  // A CronWorkflow and its template often share a name; the outermost one shows both.
  const found = same.filter(({ kind }) => kind === same[0]?.kind);
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  if (only !== undefined) {
    throw new PipelineError({
      code: 'MLP5101',
      message: `several are called '${entry}'`,
      ...(new Set(found.map((each) => each.namespace)).size === found.length
        ? { expected: `one of ${found.map((each) => `${each.namespace}/${each.name}`).join(', ')}` }
        : { fix: 'read only the file with the one that you mean' }),
    });
  }
  const names = [...new Set(all.map((each) => each.name))];
  const meant = suggest(name, names);
  throw new PipelineError({
    code: 'MLP5101',
    message: `no Workflow, WorkflowTemplate, CronWorkflow, Pipeline or PipelineRun is called '${entry}'`,
    ...(meant === undefined
      ? { expected: `one of ${names.slice(0, 20).join(', ')}` }
      : { fix: `did you mean '${meant}'?` }),
  });
}

function isOf({ kind, namespace }: Definition, word: string): boolean {
  return kind.toLowerCase() === word.toLowerCase() || namespace === word;
}

/** Looks everywhere in a spec, but does not enter what it has seen: aliases may make a circle or a bomb of it. */
function references(definition: Definition, all: readonly Definition[]): readonly Definition[] {
  const found = new Set<Definition>();
  const seen = new Set<unknown>();
  const pending: unknown[] = [definition.spec];
  const note = (target: Definition | undefined): void => {
    if (target !== undefined && target !== definition) found.add(target);
  };
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isMap(value)) {
      note(referred(mapAt(value, 'templateRef'), definition, all));
      note(referred(mapAt(value, 'workflowTemplateRef'), definition, all));
      note(referredPipeline(mapAt(value, 'pipelineRef'), definition, all));
    }
    pending.push(...Object.values(value));
  }
  return [...found];
}
