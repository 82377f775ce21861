import { capturesOf } from '../../../core/graph/captures';
import type { ForEachNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { RefNode } from '../../../core/ref';
import type { ValueType } from '../../../core/value-type';
import type { Outputs } from '../../../schemas/argo/types';
import { member, quote } from '../value/expression';
import { blockTemplate } from './block-template';
import type { Context, TemplateBody } from './context';
import { type Captured, captured, declaredInputs, inputsOnly, type Passed, passed, passedOn } from './inputs';
import { loopItems } from './loop-items';
import { idle } from './node-reading';

const itemsInput = 'items';
const itemInput = 'item';

/** What a loop takes: the list, then what its block uses. @internal */
export function forEachValues(node: ForEachNode): readonly Passed[] {
  return [
    { name: itemsInput, value: loopItems(node), type: { kind: 'list', of: node.itemType } },
    ...passedOn(takenBy(node)),
  ];
}

function takenBy(node: ForEachNode): readonly Captured[] {
  return captured(capturesOf(node.body), [itemsInput, itemInput]);
}

/**
 * A loop as a template of its own: one step for each item, and lists of what they hand on.
 *
 * @internal
 */
export function forEachTemplate(node: ForEachNode, name: string, context: Context): TemplateBody {
  const inputs = takenBy(node);
  const place = inputsOnly(inputs);
  if (node.body.nodes.length === 0) throw idle('forEach', node);
  const bodyName = `${name}-block`;
  const item: Captured = { ref: new RefNode(node.body, { kind: 'item' }, node.itemType, 'the item'), input: itemInput };
  const body = [...inputs, item];
  const template = context.templates.ensure(bodyName, node.body, () =>
    blockTemplate(node.body, bodyName, body, context),
  );
  const given = passed(inputs, place).arguments ?? {};
  const declared = declaredInputs(inputs).inputs ?? {};
  return {
    inputs: { ...declared, parameters: [{ name: itemsInput }, ...(declared.parameters ?? [])] },
    ...gathered(node),
    ...(node.parallelism === undefined ? {} : { parallelism: node.parallelism }),
    steps: [
      [
        {
          name: 'each',
          template,
          withParam: `{{inputs.parameters.${itemsInput}}}`,
          arguments: { ...given, parameters: [{ name: itemInput, value: '{{item}}' }, ...(given.parameters ?? [])] },
        },
      ],
    ],
  };
}

/** Argo gathers texts; here they get their types back where they can. With no items there is nothing to gather. */
function gathered(node: ForEachNode): { readonly outputs?: Outputs } {
  const lists = Object.entries(node.outputs).filter(([output]) => output !== 'members');
  if (lists.length === 0) return {};
  const parameters = lists.map(([output, type]) => {
    const path = member(['steps', 'each', 'outputs', 'parameters', kebabCase(output)], 2);
    const list = type.kind === 'list' ? retyped(path, type.of) : path;
    return { name: kebabCase(output), valueFrom: { expression: `steps.each?.status == 'Skipped' ? '[]' : ${list}` } };
  });
  return { outputs: { parameters } };
}

/** Never fails, since it stands in an output: a text that is no value of the type stays one, for its taker to refuse. */
function retyped(path: string, type: ValueType): string {
  switch (type.kind) {
    case 'integer':
    case 'number': {
      const numeral = quote('^-?[0-9]{1,15}([.][0-9]{1,40})?([eE](-[0-9]{1,3}|[+]?[0-9]{1,2}))?$');
      return `toJson(map(fromJSON(${path}), type(#) == 'string' && # matches ${numeral} ? float(#) : #))`;
    }
    case 'boolean':
      return `toJson(map(fromJSON(${path}), # in ['true', 'false'] ? # == 'true' : #))`;
    default:
      return path;
  }
}
