import { hold } from './builder/add-match';
import { graphOf } from './builder/add-step';
import type { AnyScope, Known } from './builder/any-scope';
import { BlockBuilder } from './builder/block-builder';
import { fed } from './builder/fed';
import { inputRefs } from './builder/input-refs';
import { scopeOf } from './builder/scope-of';
import { type DeclaredSet, decides, type PipelineGraph, type UnitGraph } from './graph/unit-graph';
import type { Ordered } from './scope';
import { type Unit, unitGraph } from './unit';
import { isVerdict } from './verdict';

type Unfed<I, O> = {
  [K in keyof I]-?: {} extends Pick<I, K> ? never : K extends keyof O ? (O[K] extends I[K] ? never : K) : K;
}[keyof I];
type Misfed<I, O> = { [K in keyof I & keyof O]: O[K] extends I[K] ? never : K }[keyof I & keyof O];
/** @internal */
export type Fed<I, O> = [Unfed<I, O> | Misfed<I, O>] extends [never]
  ? unknown
  : `input '${(Unfed<I, O> | Misfed<I, O>) & string}' has no earlier output of that name and type`;
/** @internal */
export type After<O, O2> = {
  readonly [K in keyof O | keyof O2]: K extends keyof O2 ? O2[K] : K extends keyof O ? O[K] : never;
};

/**
 * Units in a row: each input is fed by the latest earlier output of the same name.
 *
 * A stage with a verdict lets the next one start only on `pass`, unless that one takes the verdict itself or, like
 * `PromoteOrRevert`, reads what was recorded.
 *
 * @public
 */
export interface Sequence<in I, O> extends Unit<I, O> {
  // Not `then`: an object with that method, returned from an async function, would never settle.
  followedBy<I2, O2>(next: Unit<I2, O2> & Fed<I2, O>): Sequence<I, After<O, O2>>;
}

/**
 * Starts a row of units, to be continued by `followedBy`.
 *
 * @throws PipelineError MLP1122 where a required input has no earlier output of its name and type.
 * @example
 * ```ts
 * const delivery = sequence(training).followedBy(gate);
 * ```
 * @public
 */
export function sequence<I, O>(first: Unit<I, O>): Sequence<I, O> {
  return sequenceOf([first]) as Sequence<I, O>;
}

function sequenceOf(units: readonly unknown[]): Sequence<unknown, unknown> {
  const graphs = units.map((unit) => graphOf(unit));
  const name = graphs
    .map((graph) => graph.name)
    .join('-then-')
    .slice(0, 63)
    .replace(/-+$/, '');
  const graph = chain(name, units, graphs);
  return Object.freeze({
    name,
    [unitGraph]: graph,
    followedBy: (next: unknown) => sequenceOf([...units, next]),
  }) as unknown as Sequence<unknown, unknown>;
}

/** The row as a pipeline under another name. @internal */
export function renamed(graph: PipelineGraph, name: string): PipelineGraph {
  return Object.freeze({ ...graph, name });
}

function chain(name: string, units: readonly unknown[], graphs: readonly UnitGraph[]): PipelineGraph {
  const builder = new BlockBuilder(name);
  const inputs = graphs[0]?.inputs ?? {};
  const given = inputRefs(inputs, builder, `'${name}'`);
  const outputs = stages(scopeOf(builder) as unknown as AnyScope, units, 0, given, {});
  builder.block.outputs = outputs;
  builder.close();
  return Object.freeze({
    kind: 'pipeline',
    name,
    inputs,
    outputs: Object.fromEntries(Object.entries(outputs).map(([output, { type }]) => [output, { type }])) as DeclaredSet,
    body: builder.block,
    finally: undefined,
    deadlineSeconds: undefined,
    queue: undefined,
  });
}

/** Adds the stages from `i` on; what is behind a verdict goes into the `pass` arm of a match. */
function stages(
  p: AnyScope,
  units: readonly unknown[],
  i: number,
  given: Known,
  known: Known,
  after: readonly Ordered[] = [],
): Known {
  const unit = units[i];
  if (unit === undefined) return known;
  const graph = graphOf(unit);
  const step = p.step(unit, i === 0 ? given : fed(graph, known), after.length === 0 ? {} : { after });
  const outputs = { ...known, ...step.outputs };
  const verdict = Object.entries(graph.outputs).find(([, { type }]) => isVerdict(type))?.[0];
  const next = units[i + 1];
  // What was said is written down: from here on the record counts, and the verdict colours nothing any more.
  if (next !== undefined && decides(graphOf(next)))
    return stages(p, units, i + 1, given, withoutVerdicts(outputs), [step]);
  if (verdict === undefined || next === undefined || Object.hasOwn(graphOf(next).inputs, verdict)) {
    return stages(p, units, i + 1, given, outputs, next === undefined || takesOf(graph, graphOf(next)) ? [] : [step]);
  }
  const { outputs: passed } = p.match(step.outputs[verdict], {
    pass: (inner: AnyScope) => artifacts(stages(inner, units, i + 1, given, outputs), false),
    fail: hold('rejected'),
    error: hold(),
    inconclusive: hold(),
  });
  return { ...artifacts(outputs, true), ...passed };
}

/** What takes nothing of the stage before it, such as a decision, would not wait for it. */
function takesOf({ outputs }: UnitGraph, { inputs }: UnitGraph): boolean {
  return Object.keys(inputs).some((input) => Object.hasOwn(outputs, input));
}

function withoutVerdicts(known: Known): Known {
  return Object.fromEntries(Object.entries(known).filter(([, { type }]) => !isVerdict(type)));
}

/** The artifacts among them, which can't leave an arm, or all but these. @internal */
export function artifacts(known: Known, wanted: boolean): Known {
  return Object.fromEntries(Object.entries(known).filter(([, { type }]) => (type.kind === 'artifact') === wanted));
}
