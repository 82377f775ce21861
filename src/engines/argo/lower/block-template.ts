import type { Block } from '../../../core/graph/block';
import { capturesOf, valuesOf } from '../../../core/graph/captures';
import type { MatchNode, Node } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { RefNode, refsIn, type Source } from '../../../core/ref';
import { isVerdict } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import type { DAGTask, Outputs } from '../../../schemas/argo/types';
import { grouped, quote, tag } from '../value/expression';
import type { Place, Reading } from '../value/place';
import { literal, operand, textOf, valueText } from '../value/value';
import type { Context, TemplateBody } from './context';
import { gateFallback, readsDeadGate } from './dead-gate';
import { endRed, reasonOf } from './end-red';
import { type Captured, declaredInputs, withInputs } from './inputs';
import { nodeCall } from './node-call';
import { nodeReading, unreadable } from './node-reading';

/**
 * A block as a DAG: a task for each node, started when what it takes is there.
 *
 * @internal
 */
export function blockTemplate(block: Block, name: string, inputs: readonly Captured[], context: Context): TemplateBody {
  const place = blockPlace(block, inputs);
  return {
    ...declaredInputs(inputs),
    ...blockOutputs(block.outputs, place),
    dag: { tasks: block.nodes.flatMap((node) => tasksOf(node, block, name, place, context)) },
  };
}

/** Values from outside are inputs; those made in the block are outputs of its tasks. @internal */
export function blockPlace(block: Block, inputs: readonly Captured[]): Place {
  const place: Place = withInputs(inputs, (ref) => {
    if (ref.source.kind === 'output' && ref.scope === block) return nodeReading(ref, 'tasks', ref.source.node.name);
    if (ref.source.kind === 'fallback') return fallbackReading(ref, ref.source, place);
    throw unreadable(ref);
  });
  return place;
}

/** A value that may be absent, with its default. */
function fallbackReading({ type }: RefNode, { of, value }: Source & { kind: 'fallback' }, place: Place): Reading {
  const { present = 'true', expression } = place(of);
  const other = RefNode.is(value) ? operand(value, place) : quote(literal(wire(value, type)));
  return { tag: undefined, expression: `${present} ? ${grouped(expression)} : ${other}`, trusted: true };
}

/** @internal */
export function blockOutputs(produced: Block['outputs'], place: Place): { readonly outputs?: Outputs } {
  const entries = Object.entries(produced) as (readonly [string, RefNode])[];
  const parameters = entries
    .filter(([, { type }]) => type.kind !== 'artifact')
    .map(([name, ref]) => {
      const reading = ['input', 'output', 'item'].includes(ref.source.kind) ? place(ref) : undefined;
      const simple = reading?.trusted === true && reading.tag !== undefined && reading.tag.startsWith('tasks.');
      const valueFrom = simple ? { parameter: `{{${reading.tag}}}` } : { expression: textOf(ref, place) };
      return { name: kebabCase(name), valueFrom };
    });
  const artifacts = entries
    .filter(([, { type }]) => type.kind === 'artifact')
    .map(([name, ref]) => ({ name: kebabCase(name), from: `{{${place(ref).tag ?? ''}}}` }));
  if (entries.length === 0) return {};
  return {
    outputs: { ...(parameters.length === 0 ? {} : { parameters }), ...(artifacts.length === 0 ? {} : { artifacts }) },
  };
}

function tasksOf(node: Node, block: Block, parent: string, place: Place, context: Context): readonly DAGTask[] {
  const after = [
    ...new Set([
      ...needed(node).filter((other) => other.block === block),
      ...node.after.filter((other) => other.block === block),
    ]),
  ];
  const dead = node.kind === 'match' ? readsDeadGate(node, block) : undefined;
  const depends = after.map((other) => (other === dead ? ends(other) : `${other.name}.Succeeded`)).join(' && ');
  const reading = dead === undefined ? place : gateFallback(dead, place);
  const task: DAGTask = {
    name: node.name,
    ...(depends === '' ? {} : { depends }),
    ...nodeCall(node, parent, reading, context),
  };
  if (node.kind !== 'match' || !endsRed(node)) return [task];
  return [task, redTask(node, reading, context)];
}

/** A match also runs when its gate's own template failed: then it takes the error arm. */
function ends({ name }: Node): string {
  return `(${name}.Succeeded || ${name}.Failed || ${name}.Errored)`;
}

/** The nodes whose outputs a node uses, in blocks inside it too. */
function needed(node: Node): readonly Node[] {
  const inner: readonly Block[] =
    node.kind === 'match'
      ? node.arms.flatMap(({ block }) => (block === undefined ? [] : [block]))
      : 'body' in node
        ? [node.body]
        : [];
  const refs = [...refsIn(valuesOf(node)), ...refsIn(inner.map((block) => capturesOf(block)))];
  return refs.flatMap(({ source }) => (source.kind === 'output' ? [source.node] : []));
}

/** Arms that hold are red already. */
function endsRed({ on, arms }: MatchNode): boolean {
  return isVerdict(on.type) && arms.some(({ value, block }) => value !== 'pass' && block !== undefined);
}

/** Whatever an arm other than `pass` did, the run ends red; what comes after the match still runs. */
function redTask(node: MatchNode, place: Place, context: Context): DAGTask {
  const verdict = textOf(node.on, place);
  const reason = reasonOf(node.on);
  return {
    name: `${node.name.slice(0, 53).replace(/-+$/, '')}-ends-red`,
    depends: `${node.name}.Succeeded`,
    when: tag(`${grouped(verdict)} != 'pass'`),
    template: endRed(context),
    arguments: {
      parameters: [
        { name: 'outcome', value: tag(verdict) },
        {
          name: 'reason',
          value: reason === undefined ? `${node.name} is not pass` : valueText(reason, reason.type, place),
        },
      ],
    },
  };
}
