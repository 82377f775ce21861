import { calleeOf } from './callee';
import { conditionOf } from './condition';
import { type Drawn, drawInside } from './draw';
import { type Fields, listAt, mapAt, textAt } from './field';
import { connect, type End, type Flow, factsOf, from } from './flow';
import { namingIn } from './naming';
import type { Shape } from './picture';
import { redLines } from './red-leaf';
import type { Scope } from './scope';
import { passedInputs } from './subject';
import { type Call, endsRed, type Form, formOf, isLoop, loopText } from './template-form';

/** Mermaid draws no more than 500 arrows; beyond as many nodes, templates stay closed. */
const most = 500;
/** How many templates may be open inside of each other. */
const deepest = 100;

/** Draws one step or task, and its hooks beside it. @internal */
export function drawCall(call: Call, flow: Flow, scope: Scope): Drawn {
  const drawn = drawCallee(call, flow, scope);
  for (const [name, hook] of hooksOf(call)) {
    const dotted = drawn.failed.map((end): End => ({ ...end, label: name, dotted: true }));
    drawCall({ ...hook, name: textAt(hook, 'template') || name }, [dotted], scope);
  }
  return drawn;
}

function drawCallee(call: Call, flow: Flow, scope: Scope): Drawn {
  const { picture, definition, definitions } = scope;
  const callee = calleeOf(call, definition, definitions);
  const name = textAt(call, 'name') || textAt(callee?.template, 'name') || 'step';
  const path = `${scope.path}/${name}`;
  const shownAs = isArm(call, name, scope) ? textAt(callee?.template, 'name') || name : name;
  const loop = [scope.loop, loopText(call)].filter((text) => text !== '').join(', ');
  const node = (shape: Shape, lines: readonly string[]): Drawn => {
    const shown = [...lines, loop].filter((line) => line !== '');
    const id = picture.addNode(shape === 'red' ? (lines[0] ?? name) : shownAs, {
      shape,
      lines: shown,
      box: scope.box,
      path,
    });
    connect(flow, id, picture);
    const done = from(id, factsOf(flow));
    const goesOn = shape !== 'red' || textAt(call, 'continueOn', 'failed') === 'true';
    return { done: goesOn ? done : [], passed: [], failed: done.flat() };
  };
  if (callee === undefined) return node('absent', [name, refText(call)]);
  const form = formOf(callee.template);
  if (form === 'leaf') return drawLeaf(call, callee.template, shownAs, flow, scope, node);
  if (scope.open.includes(callee.template)) return node('closed', [`${name} again`]);
  const boxed = isBoxed(call, name, form, scope);
  if ((boxed && scope.depth === 0) || scope.open.length >= deepest || picture.nodes.length >= most)
    return node('closed', [name]);
  const title = loop === '' ? name : `${name}, ${loop}`;
  const box = boxed ? picture.addBox(title, scope.box) : scope.box;
  const inner: Scope = {
    ...scope,
    definition: callee.definition,
    path,
    naming: namingIn(callee, path, passedInputs(call, scope.naming), definitions),
    box,
    loop: boxed ? '' : loop,
    depth: scope.depth - (boxed ? 1 : 0),
    open: [...scope.open, callee.template],
  };
  const done = drawInside(callee.template, flow, inner);
  return { done, passed: [], failed: boxed && box !== undefined ? from(box, factsOf(flow)).flat() : done.flat() };
}

function drawLeaf(
  call: Call,
  template: Fields,
  name: string,
  flow: Flow,
  scope: Scope,
  node: (shape: Shape, lines: readonly string[]) => Drawn,
): Drawn {
  if ('suspend' in template) {
    const duration = textAt(template, 'suspend', 'duration');
    const asks = listAt(template, 'outputs', 'parameters').some((each) => 'supplied' in mapAt(each, 'valueFrom'));
    if (duration !== '' && !asks) return node('wait', [name, `waits ${duration}`]);
    return node('approval', [name, duration === '' ? 'waits for a person' : `waits for a person, at most ${duration}`]);
  }
  if (endsRed(template)) return node('red', redLines(name, call, scope.naming, factsOf(flow)));
  return node('step', [name]);
}

/** What is called as the word that an arrow says already, or as the pipeline that it is all of, needs no box to say it again. */
function isBoxed(call: Call, name: string, form: Form, scope: Scope): boolean {
  if (isLoop(call)) return true;
  const isAll = scope.open.length < 2 && name === scope.definition.name;
  return form === 'block' && !isArm(call, name, scope) && !isAll;
}

function isArm(call: Call, name: string, { naming }: Scope): boolean {
  const when = textAt(call, 'when');
  const condition = when === '' ? undefined : conditionOf(when, naming);
  return condition?.subject !== undefined && condition.words.words.includes(name);
}

function hooksOf(call: Call): readonly (readonly [string, Fields])[] {
  const onExit = textAt(call, 'onExit');
  const hooks = Object.keys(mapAt(call, 'hooks')).sort();
  return [
    ...(onExit === '' ? [] : [['exit', { template: onExit }] as const]),
    ...hooks.map((name) => [name, mapAt(call, 'hooks', name)] as const),
  ];
}

function refText(call: Call): string {
  const ref = mapAt(call, 'templateRef');
  return ['name' in ref ? textAt(ref, 'name') : '', textAt(ref, 'template') || textAt(call, 'template')]
    .filter((part) => part !== '')
    .join('/');
}
