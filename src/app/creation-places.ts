import { sep } from 'node:path';
import { type IConstruct, Node } from 'constructs';

/** Where constructs were made: a stack that nobody has turned into text yet. */
const places = new WeakMap<object, { readonly stack?: string }>();

/** Calls above the one that a person wrote: those of this package and of what it uses are many. */
const depth = 30;

let isRecording = false;

/**
 * From now on keeps where each construct is made. constructs itself keeps that of metadata only, and has no place to ask for
 * it, so every child is noticed on its way into the tree.
 *
 * @internal
 */
export function recordCreationPlaces(): void {
  if (isRecording) return;
  isRecording = true;
  const addChild: unknown = Reflect.get(Node.prototype, 'addChild');
  if (typeof addChild !== 'function') return;
  Reflect.set(Node.prototype, 'addChild', function (this: Node, child: object, name: string): unknown {
    const place: { readonly stack?: string } = {};
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = depth;
    Error.captureStackTrace(place);
    Error.stackTraceLimit = before;
    places.set(child, place);
    return addChild.call(this, child, name);
  });
}

/**
 * The line of the definition that made a construct, or else one of those around it: `release.ts:12:3`. Nothing where it was
 * made before anybody kept account.
 *
 * @internal
 */
export function creationPlace(construct: IConstruct): string | undefined {
  for (const each of construct.node.scopes.toReversed()) {
    const place = lineOf(places.get(each)?.stack);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The first line of a stack that belongs neither to a package nor to Node.js. */
function lineOf(stack: string | undefined): string | undefined {
  const own = __dirname.slice(0, __dirname.lastIndexOf(sep) + 1);
  for (const line of stack?.split('\n') ?? []) {
    const [, found] = /\(?((?:file:\/\/)?[^\s()][^()]*:\d+:\d+)\)?$/.exec(line.replace(/^\s*at (?:.*? \()?/, '')) ?? [];
    const place = found?.replace(/^file:\/\//, '');
    if (place === undefined || place.startsWith('node:') || place.startsWith(own)) continue;
    if (place.includes(`${sep}node_modules${sep}`)) continue;
    const here = `${process.cwd()}${sep}`;
    return place.startsWith(here) ? place.slice(here.length) : place;
  }
  return undefined;
}
