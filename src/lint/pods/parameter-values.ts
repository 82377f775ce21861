import type { YamlPath } from '../../yaml/read';
import { templatesIn } from '../argo/templates';
import type { LintDocument } from '../document';
import { mapIn, mapsIn, textIn } from '../members';
import type { Project } from '../project';
import { tektonObjects } from '../tekton/across/objects';

/** A value that a parameter has in text. @internal */
export interface PlacedValue {
  readonly document: LintDocument;
  readonly name: string;
  readonly text: string;
  readonly path: YamlPath;
}

const known = new WeakMap<Project, readonly PlacedValue[]>();

/** The values that parameters of both engines have in text. @internal */
export function valuesIn(project: Project): readonly PlacedValue[] {
  const found = known.get(project) ?? [...valuesOf(project)];
  known.set(project, found);
  return found;
}

function* valuesOf(project: Project): Generator<PlacedValue> {
  const given = function* (document: LintDocument, list: unknown, at: YamlPath): Generator<PlacedValue> {
    for (const [i, param] of mapsIn(list)) {
      for (const field of ['value', 'default'] as const) {
        const text = param[field];
        if (typeof text === 'string') yield { document, name: textIn(param.name), text, path: [...at, i, field] };
      }
    }
  };
  for (const { document, spec, at } of project.argo)
    yield* given(document, spec.arguments?.parameters, [...at, 'arguments', 'parameters']);
  for (const { object, template, at, calls } of templatesIn(project)) {
    yield* given(object.document, template.inputs?.parameters, [...at, 'inputs', 'parameters']);
    for (const { step, at: place } of calls)
      yield* given(object.document, step.arguments?.parameters, [...place, 'arguments', 'parameters']);
  }
  for (const { document, value, base } of tektonObjects(project)) {
    const spec = mapIn(value, 'spec');
    yield* given(document, spec.params, [...base, 'spec', 'params']);
    for (const field of ['pipelineSpec', 'taskSpec'] as const)
      yield* given(document, mapIn(spec, field).params, [...base, 'spec', field, 'params']);
    for (const [owner, way] of [
      [spec, []],
      [mapIn(spec, 'pipelineSpec'), ['pipelineSpec']],
    ] as const) {
      for (const list of ['tasks', 'finally'] as const) {
        for (const [i, task] of mapsIn(owner[list]))
          yield* given(document, task.params, [...base, 'spec', ...way, list, i, 'params']);
      }
    }
  }
}
