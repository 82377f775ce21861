import { PipelineError } from '../../../core/error';
import { freeName } from '../../../core/free-name';
import { capturesOf } from '../../../core/graph/captures';
import type { MatchNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import type { Outputs, WorkflowStep } from '../../../schemas/argo/types';
import { grouped, quote } from '../value/expression';
import { valueText } from '../value/value';
import { type BlockCall, blockCall } from './block-call';
import type { Context, TemplateBody } from './context';
import { endRed, reasonOf } from './end-red';
import { type Captured, captured, declaredInputs, inputReading, inputsOnly, type Passed, passedOn } from './inputs';

/** What a match takes: the value it looks at, then what its arms use. @internal */
export function matchValues(node: MatchNode): readonly Passed[] {
  return passedOn(inputsOf(node));
}

/**
 * A match as one group of steps, of which exactly one runs.
 *
 * Conditions compare an input that the caller has checked, so each value has its arm and nothing is left waiting.
 *
 * @internal
 */
export function matchTemplate(node: MatchNode, name: string, context: Context): TemplateBody {
  const inputs = inputsOf(node);
  const on = inputs[0] as Captured;
  const place = inputsOnly(inputs);
  const reason = reasonOf(node.on);
  const calls = new Map<string, BlockCall>();
  const names = stepNames(node);
  const steps = node.arms.flatMap(({ value, block, outcome }): readonly WorkflowStep[] => {
    const step = names.get(value) ?? value;
    const when = `{{= ${isValue(on, value)} }}`;
    if (block === undefined) {
      const parameters = [
        { name: 'outcome', value: outcome },
        {
          name: 'reason',
          value: reason === undefined ? `${on.input} is ${value}` : valueText(reason, reason.type, place),
        },
      ];
      return [{ name: step, when, template: endRed(context), arguments: { parameters } }];
    }
    const call = blockCall(block, `${name}-${step}`, step, place, context);
    calls.set(value, call);
    return block.nodes.length === 0 ? [] : [{ name: step, when, ...call.step }];
  });
  if (steps.length === 0) {
    throw new PipelineError({
      code: 'MLP1119',
      message: `no arm of match '${node.name}' does anything`,
      at: node.block.label,
    });
  }
  return { ...declaredInputs(inputs), ...matchOutputs(node, on, calls), steps: [steps] };
}

function inputsOf(node: MatchNode): readonly Captured[] {
  const blocks = node.arms.flatMap(({ block }) => (block === undefined ? [] : [block]));
  const reason = node.arms.every(({ block }) => block !== undefined) ? undefined : reasonOf(node.on);
  return captured([node.on, ...blocks.flatMap(capturesOf), ...(reason === undefined ? [] : [reason])]);
}

/** Of the arms, one ran to its end when the match succeeded: that of the value. */
function matchOutputs(
  node: MatchNode,
  on: Captured,
  calls: ReadonlyMap<string, BlockCall>,
): { readonly outputs?: Outputs } {
  const names = Object.keys(node.outputs);
  if (names.length === 0) return {};
  const parameters = names.map((name) => {
    const arms = [...calls].map(([value, call]) => ({ value, expression: call.output(name) }));
    const expression = arms.reduceRight(
      (rest, arm) => `${isValue(on, arm.value)} ? ${grouped(arm.expression)} : ${rest}`,
      "''",
    );
    return { name: kebabCase(name), valueFrom: { expression } };
  });
  return { outputs: { parameters } };
}

function isValue(on: Captured, value: string): string {
  return `${inputReading(on).expression} == ${quote(value)}`;
}

/** A name for each arm's step. Values may differ by signs that names can't have. */
function stepNames({ arms }: MatchNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { value } of arms) {
    const plain = kebabCase(value)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const taken = [...names.values()];
    names.set(
      value,
      freeName(plain === '' ? 'arm' : plain, (name) => taken.includes(name)),
    );
  }
  return names;
}
