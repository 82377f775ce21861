import { capturesOf } from '../../../core/graph/captures';
import type { ForEachNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import type { Outputs } from '../../../schemas/argo/types';
import { member, quote } from '../value/expression';
import { typed } from '../value/value';
import { blockOutputs, blockPlace, blockTemplate } from './block-template';
import type { Context, TemplateBody } from './context';
import { type Captured, captured, declaredInputs, type Passed, passed, withInputs } from './inputs';
import { unreadable } from './node-reading';

const itemsInput = 'items';
const memberOutput = 'member';

/** What a loop takes: the list, then what its block uses. @internal */
export function forEachValues(node: ForEachNode): readonly Passed[] {
  const inputs = captured(capturesOf(node.body)).map(({ ref, input }) => ({
    name: input,
    value: ref as unknown,
    type: ref.type,
  }));
  return [{ name: itemsInput, value: node.items, type: { kind: 'list', of: node.itemType } }, ...inputs];
}

/**
 * A loop as a template of its own: one step for each item, and lists of what they hand on.
 *
 * @internal
 */
export function forEachTemplate(node: ForEachNode, name: string, context: Context): TemplateBody {
  const inputs = captured(capturesOf(node.body));
  const place = withInputs(inputs, (ref) => {
    throw unreadable(ref);
  });
  const bodyName = `${name}-block`;
  const item: Captured = { ref: new RefNode(node.body, { kind: 'item' }, node.itemType, 'the item'), input: 'item' };
  const body = [...inputs, item];
  const template = context.templates.ensure(bodyName, node.body, () => bodyTemplate(node, bodyName, body, context));
  const given = passed(inputs, place).arguments ?? {};
  const declared = declaredInputs(inputs).inputs ?? {};
  return {
    inputs: { ...declared, parameters: [{ name: itemsInput }, ...(declared.parameters ?? [])] },
    ...gathered(node, context.joined.has(node)),
    ...(node.parallelism === undefined ? {} : { parallelism: node.parallelism }),
    steps: [
      [
        {
          name: 'each',
          template,
          withParam: `{{inputs.parameters.${itemsInput}}}`,
          arguments: { ...given, parameters: [{ name: 'item', value: '{{item}}' }, ...(given.parameters ?? [])] },
        },
      ],
    ],
  };
}

/** The block, which also hands on a record of the item's key and all outputs: lists alone don't say what belongs together. */
function bodyTemplate(node: ForEachNode, name: string, inputs: readonly Captured[], context: Context): TemplateBody {
  const template = blockTemplate(node.body, name, inputs, context);
  if (!context.joined.has(node)) return template;
  const place = blockPlace(node.body, inputs);
  const outputs = Object.entries(node.body.outputs) as (readonly [string, RefNode])[];
  const item = 'inputs.parameters.item';
  const key = node.key === undefined ? item : `fromJSON(${item})[${quote(node.key)}]`;
  const fields = outputs.map(([output, ref]) => `${quote(output)}: ${typed(ref, ref.type, place)}`);
  const record = `toJson({ ${[`'key': string(${key})`, ...fields].join(', ')} })`;
  const own = blockOutputs(node.body.outputs, place).outputs?.parameters ?? [];
  return { ...template, outputs: { parameters: [...own, { name: memberOutput, valueFrom: { expression: record } }] } };
}

/** Argo gathers texts; here they get their types back. With no items there is nothing to gather. */
function gathered(node: ForEachNode, joined: boolean): { readonly outputs?: Outputs } {
  const names = Object.entries(node.outputs).filter(([output]) => joined || output !== 'members');
  if (names.length === 0) return {};
  const lists = names.map(([output, type]) => {
    const of = type.kind === 'list' ? type.of : type;
    const path = member(
      ['steps', 'each', 'outputs', 'parameters', output === 'members' ? memberOutput : kebabCase(output)],
      2,
    );
    const list = output === 'members' ? path : retyped(path, of);
    return { name: kebabCase(output), valueFrom: { expression: `steps.each?.status == 'Skipped' ? '[]' : ${list}` } };
  });
  return { outputs: { parameters: lists } };
}

function retyped(path: string, type: ValueType): string {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return `toJson(map(fromJSON(${path}), float(#)))`;
    case 'boolean':
      return `toJson(map(fromJSON(${path}), # == 'true'))`;
    default:
      return path;
  }
}
