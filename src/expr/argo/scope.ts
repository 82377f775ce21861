import { isMap, type Value } from './value';

/**
 * The names that a text of a manifest can see, as the controller keeps them: dotted, in one flat map.
 *
 * `null` is the output of a skipped node that declares no default: it is there, and it is nothing.
 *
 * @internal
 */
export interface Scope {
  /** Adds or replaces `steps.train.outputs.parameters.accuracy`. */
  set(name: string, value: Value): void;
  delete(name: string): void;
  /** What a simple tag of that name gives; undefined if there is no such name. */
  get(name: string): Value | undefined;
  /**
   * What an expression sees of the name before the first dot: a map of what is below. A name that is the start of others
   * (`workflow.parameters`) is hidden by them.
   */
  root(name: string): Value | undefined;
  /**
   * The same names, to go another way from here on.
   *
   * @param parent what the copy is on top of
   */
  copy(parent: Scope | undefined): Scope;
  readonly parent: Scope | undefined;
}

/**
 * A scope on top of another one, whose names it sees as they are at the time.
 *
 * @example
 * ```ts no-check an internal function
 * const globals = createScope(undefined, [['workflow.name', 'release-1']]);
 * const steps = createScope(globals);
 * steps.set('steps.train.status', 'Succeeded');
 * ```
 * @internal
 */
export function createScope(parent?: Scope, entries: Iterable<readonly [string, Value]> = []): Scope {
  const scope = new NestedScope(parent, new Map(), new Map());
  for (const [name, value] of entries) scope.set(name, value);
  return scope;
}

/** A class, since a simulation makes and copies them by the million. */
class NestedScope implements Scope {
  readonly parent: Scope | undefined;
  #flat: Map<string, Value>;
  #tree: Map<Value, Value>;
  /** Most scopes are never asked by an expression. */
  #unplanted: string[] = [];
  /** A copy reads the same maps, until one of both changes. */
  #shared = false;

  constructor(parent: Scope | undefined, flat: Map<string, Value>, tree: Map<Value, Value>) {
    this.parent = parent;
    this.#flat = flat;
    this.#tree = tree;
  }

  set(name: string, value: Value): void {
    if (this.#flat.get(name) === value) return;
    this.#ownMaps();
    this.#flat.set(name, value);
    this.#unplanted.push(name);
  }

  delete(name: string): void {
    if (!this.#flat.has(name)) return;
    this.#ownMaps();
    this.#flat.delete(name);
    this.#tree = new Map();
    this.#unplanted = [...this.#flat.keys()];
  }

  get(name: string): Value | undefined {
    const own = this.#flat.get(name);
    return own === undefined ? this.parent?.get(name) : own;
  }

  root(name: string): Value | undefined {
    if (this.#unplanted.length > 0) {
      // Planted twice, into a tree that a copy reads too, is as good as once.
      for (const each of this.#unplanted) plant(this.#tree, pathOf(each), this.#flat.get(each) ?? null);
      this.#unplanted = [];
    }
    const own = this.#tree.get(name);
    const inherited = this.parent?.root(name);
    if (own === undefined || inherited === undefined) return own ?? (own === null ? null : inherited);
    return merged(inherited, own);
  }

  copy(parent: Scope | undefined): Scope {
    const copy = new NestedScope(parent, this.#flat, this.#tree);
    copy.#unplanted = this.#unplanted;
    copy.#shared = true;
    this.#shared = true;
    return copy;
  }

  #ownMaps(): void {
    if (!this.#shared) return;
    this.#shared = false;
    this.#flat = new Map(this.#flat);
    this.#tree = new Map();
    this.#unplanted = [...this.#flat.keys()];
  }
}

const paths = new Map<string, readonly string[]>();
const mostPaths = 20_000;

/**
 * A dotted name, cut once.
 *
 * @internal
 */
export function pathOf(name: string): readonly string[] {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = name.split('.');
  if (paths.size >= mostPaths) paths.clear();
  paths.set(name, path);
  return path;
}

/** The maps of a tree are ours: a value that happens to be a map is no place for more names. */
const branches = new WeakSet<object>();

const isBranch = (value: Value | undefined): value is Map<Value, Value> =>
  value !== undefined && isMap(value) && branches.has(value);

function plant(tree: Map<Value, Value>, path: readonly string[], value: Value): void {
  let place = tree;
  for (const [index, key] of path.entries()) {
    const below = place.get(key);
    if (index === path.length - 1) {
      if (!isBranch(below)) place.set(key, value);
    } else if (isBranch(below)) {
      place = below;
    } else {
      const branch = new Map<Value, Value>();
      branches.add(branch);
      place.set(key, branch);
      place = branch;
    }
  }
}

function merged(lower: Value, upper: Value): Value {
  if (!isBranch(upper)) return isBranch(lower) ? lower : upper;
  if (!isBranch(lower)) return upper;
  const map = new Map<Value, Value>(lower);
  branches.add(map);
  for (const [key, value] of upper) {
    const below = map.get(key);
    map.set(key, below === undefined ? value : merged(below, value));
  }
  return map;
}
