import type { Block } from '../../../core/graph/block';
import type { MatchNode, Node } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { RefNode, type Source } from '../../../core/ref';
import { goodWord } from '../../../core/verdict';
import { wire } from '../../../core/wire';
import type { DAGTask, Outputs } from '../../../schemas/argo/types';
import { grouped, quote, tag } from '../value/expression';
import { fits, guarded } from '../value/guard';
import { literal } from '../value/literal';
import type { Place, Reading } from '../value/place';
import { isTrusted } from '../value/trust';
import { handedOn, textOf, valueText } from '../value/value';
import type { Context, TemplateBody } from './context';
import { gateFallback, readsDeadGate } from './dead-gate';
import { endRed, reasonOf } from './end-red';
import { freeName } from './free-name';
import { type Captured, declaredInputs, withInputs } from './inputs';
import { membersReading } from './members-reading';
import { needed, used } from './needed';
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
    if (ref.source.kind === 'output' && ref.scope === block) {
      const { node, name } = ref.source;
      if (node.kind === 'forEach' && name === 'members') return membersReading(node, place);
      return nodeReading(ref, 'tasks', node.name);
    }
    if (ref.source.kind === 'fallback') return fallbackReading(ref, ref.source, place);
    throw unreadable(ref);
  });
  return place;
}

/** A value that may be absent, with its default. */
function fallbackReading({ type }: RefNode, { of, value }: Source & { kind: 'fallback' }, place: Place): Reading {
  const { present = 'true', expression, trusted } = place(of);
  const checked = trusted ? expression : guarded(expression, fits(expression, of.type));
  const [other, otherUnchecked] = RefNode.is(value)
    ? [grouped(textOf(value, place)), grouped(handedOn(value, place))]
    : [quote(literal(wire(value, type))), quote(literal(wire(value, type)))];
  const fails = !trusted || (RefNode.is(value) && !isTrusted(value));
  return {
    tag: undefined,
    expression: `${present} ? ${grouped(checked)} : ${other}`,
    trusted: true,
    ...(fails ? { fails, unchecked: `${present} ? ${grouped(expression)} : ${otherUnchecked}` } : {}),
  };
}

/** @internal */
export function blockOutputs(produced: Block['outputs'], place: Place): { readonly outputs?: Outputs } {
  const entries = Object.entries(produced) as (readonly [string, RefNode])[];
  const parameters = entries
    .filter(([, { type }]) => type.kind !== 'artifact')
    .map(([name, ref]) => {
      const reading = ref.source.kind === 'output' ? place(ref) : undefined;
      // A reference is to a task of the template: of an input only its value would be there, which refers to nothing.
      const valueFrom = reading?.tag?.startsWith('tasks.')
        ? { parameter: `{{${reading.tag}}}` }
        : { expression: handedOn(ref, place) };
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
  const after = [...new Set([...needed(node).filter((other) => other.block === block)])];
  const dead = readsDeadGate(node, block);
  const taken = used(node);
  const depends = after
    .map((other) =>
      other === dead ? ends(other) : taken.has(other) ? `${other.name}.Succeeded` : wentWell(other, block),
    )
    .join(' && ');
  const reading = dead === undefined ? place : gateFallback(dead, place);
  const task: DAGTask = {
    name: node.name,
    ...(depends === '' ? {} : { depends }),
    ...nodeCall(node, parent, reading, context),
  };
  if (node.kind !== 'match' || !endsRed(node)) return [task];
  return [task, redTask(node, redName(node, block), reading, context)];
}

/** Who looks at a gate also runs when the gate's own template failed: then the verdict is error. */
function ends({ name }: Node): string {
  return `(${name}.Succeeded || ${name}.Failed || ${name}.Errored)`;
}

/** Who only comes after a branch on a verdict runs on its good word; who uses what it hands on runs whenever it does. */
function wentWell(node: Node, block: Block): string {
  return node.kind === 'match' && endsRed(node) ? `${redName(node, block)}.Skipped` : `${node.name}.Succeeded`;
}

/** Arms that hold are red already. */
function endsRed({ on, arms }: MatchNode): boolean {
  const good = goodWord(on.type);
  return good !== undefined && arms.some(({ value, block }) => value !== good && block !== undefined);
}

function redName({ name }: MatchNode, block: Block): string {
  const wanted = `${name.slice(0, 53).replace(/-+$/, '')}-ends-red`;
  return freeName(wanted, (name) => block.nodes.some((other) => other.name === name));
}

/** Whatever an arm other than `pass` did, the run ends red; what comes after the match still runs. */
function redTask(node: MatchNode, name: string, place: Place, context: Context): DAGTask {
  const verdict = textOf(node.on, place);
  const reason = reasonOf(node.on);
  return {
    name,
    depends: `${node.name}.Succeeded`,
    when: tag(`${grouped(verdict)} != ${quote(goodWord(node.on.type) ?? '')}`),
    template: endRed(context),
    arguments: {
      parameters: [
        { name: 'outcome', value: tag(verdict) },
        {
          name: 'reason',
          value: reason === undefined ? `${node.name} did not go well` : valueText(reason, reason.type, place),
        },
      ],
    },
  };
}
