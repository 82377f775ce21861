import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import type { Project } from '../project';
import { fieldNameProblem, isMadeOfValue, valueNameProblem } from './name-rules';
import { templatesOf } from './templates';

/** A list whose items have names of which no two may be the same. @internal */
export interface NamedList {
  readonly document: LintDocument;
  readonly items: readonly { readonly name: string; readonly at: YamlPath }[];
  /** One of them, in messages. */
  readonly word: string;
  /** Why a name is not taken. */
  problem(name: string): string | undefined;
}

interface Named {
  readonly name?: string | undefined;
}

/** All such lists of Argo's objects: templates, steps, tasks, parameters and artifacts. @internal */
export function* namedLists({ argo, targets }: Project): Generator<NamedList> {
  for (const object of argo) {
    const { document, spec, at } = object;
    const list = (items: readonly Named[] | undefined, path: YamlPath, word: string, problem = valueNameProblem) => ({
      document,
      word,
      problem,
      items: (items ?? []).map(({ name = '' }, i) => ({ name, at: [...path, i] })),
    });
    yield list(spec.templates, [...at, 'templates'], 'template', fieldNameProblem);
    const { parameters, artifacts } = spec.arguments ?? {};
    yield list(parameters, [...at, 'arguments', 'parameters'], 'parameter');
    yield list(artifacts, [...at, 'arguments', 'artifacts'], 'artifact');
    for (const { template, at: place, calls } of templatesOf(object)) {
      for (const side of ['inputs', 'outputs'] as const) {
        yield list(template[side]?.parameters, [...place, side, 'parameters'], `${side.slice(0, -1)} parameter`);
        yield list(template[side]?.artifacts, [...place, side, 'artifacts'], `${side.slice(0, -1)} artifact`);
      }
      const word = calls[0]?.word === 'tasks' ? 'task' : 'step';
      yield {
        document,
        word,
        problem: targets.argo === '3.7' ? fieldNameProblem : callNameProblem,
        items: calls.map(({ name, at: where }) => ({ name, at: where })),
      };
      for (const { step, at: where } of calls) {
        const { parameters: values, artifacts: files } = step.arguments ?? {};
        yield list(values, [...where, 'arguments', 'parameters'], 'argument');
        yield list(files, [...where, 'arguments', 'artifacts'], 'artifact argument');
      }
    }
  }
}

/** Since 4.0 a name may be made of a value. */
function callNameProblem(name: string): string | undefined {
  return isMadeOfValue(name) ? fieldNameProblem(name.replaceAll(/\{\{.*?\}\}/g, 'x')) : fieldNameProblem(name);
}
