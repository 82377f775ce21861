import type { Definition } from './definitions';
import { referred, templateIn } from './definitions';
import { drawInside } from './draw';
import { drawCall } from './draw-call';
import { type Fields, listAt, mapAt, textAt } from './field';
import { connect, type Flow, from, start } from './flow';
import { namingIn } from './naming';
import type { Picture } from './picture';
import type { Scope } from './scope';
import { outermost } from './subject';
import { formOf, groupsOf, tasksOf } from './template-form';

/** Draws a definition from its entrypoint, with its schedule before it and its exit handler apart. @internal */
export function drawDefinition(
  definition: Definition,
  definitions: readonly Definition[],
  place: { readonly picture: Picture; readonly box: string | undefined; readonly depth: number },
): void {
  const { picture, box } = place;
  const path = `${definition.kind}/${definition.namespace}/${definition.name}`;
  const used = usedBy(definition, definitions);
  const naming = namingIn({ template: {}, definition: used }, path, outermost(used), definitions);
  const scope: Scope = { ...place, definition: used, definitions, path, naming, loop: '', open: [] };
  let flow: Flow = start;
  if (definition.schedule.length > 0) {
    const id = picture.addNode('schedule', { shape: 'schedule', lines: definition.schedule, box, path });
    flow = from(id, new Map());
  }
  const ref = mapAt(definition.spec, 'workflowTemplateRef');
  if (used === definition && 'name' in ref) {
    const id = picture.addNode(textAt(ref, 'name'), { shape: 'absent', lines: [textAt(ref, 'name')], box, path });
    connect(flow, id, picture);
    return;
  }
  for (const entry of entriesOf(definition, used)) drawEntry(entry, flow, scope);
  for (const [title, hook] of hooksOf(definition, used)) {
    drawCall(hook, start, { ...scope, box: picture.addBox(title, box) });
  }
}

/** A run ends where nothing comes next: only what an arrow has to say about it is drawn. */
function drawEntry(entry: string, flow: Flow, scope: Scope): void {
  const { picture, box, path, definition } = scope;
  const template = templateIn(definition, entry);
  const ends =
    template === undefined || formOf(template) === 'leaf'
      ? drawCall({ name: entry, template: entry }, flow, scope).done
      : drawInside(template, flow, {
          ...scope,
          path: `${path}/${entry}`,
          naming: namingIn({ template, definition }, `${path}/${entry}`, scope.naming.inputs, scope.definitions),
          open: [template],
        });
  const left = ends.map((list) =>
    list.filter(({ from, label, quiet }) => from !== undefined && label !== '' && !quiet),
  );
  if (left.flat().length > 0)
    connect(left, picture.addNode('done', { shape: 'done', lines: ['done'], box, path }), picture);
}

/** Who has the templates: the definition itself, or the WorkflowTemplate that it starts. */
function usedBy(definition: Definition, all: readonly Definition[]): Definition {
  const ref = mapAt(definition.spec, 'workflowTemplateRef');
  return ('name' in ref ? referred(ref, definition, all) : undefined) ?? definition;
}

/** Where it starts; a collection without an entrypoint starts at each template that no other one of it calls. */
function entriesOf(definition: Definition, used: Definition): readonly string[] {
  const entrypoint = textAt(definition.spec, 'entrypoint') || textAt(used.spec, 'entrypoint');
  if (entrypoint !== '') return [entrypoint];
  const templates = listAt(used.spec, 'templates').map((template) => mapAt(template));
  const called = new Set(
    templates.flatMap((template) =>
      [...groupsOf(template).flat(), ...tasksOf(template)].map((call) => textAt(call, 'template')),
    ),
  );
  const names = templates.map((template) => textAt(template, 'name'));
  const free = names.filter((name) => !called.has(name));
  return free.length === 0 ? names : free;
}

/** What a run does beside its steps: of a hook that both have, the run's own. */
function hooksOf({ spec }: Definition, used: Definition): readonly (readonly [string, Fields])[] {
  const hooks = { ...mapAt(used.spec, 'hooks'), ...mapAt(spec, 'hooks') };
  const onExit = textAt(spec, 'onExit') || textAt(used.spec, 'onExit');
  const called = (hook: Fields): Fields => ({
    ...hook,
    name: textAt(hook, 'template') || textAt(hook, 'templateRef', 'template'),
  });
  return [
    ...(onExit === '' ? [] : [[atTheEnd, { name: onExit, template: onExit }] as const]),
    ...Object.keys(hooks)
      .sort()
      .map((name) => [name === 'exit' ? atTheEnd : `hook ${name}`, called(mapAt(hooks, name))] as const),
  ];
}

const atTheEnd = 'at the end, whatever happened';
