import type { ApprovalNode, MatchNode, Node, WhenNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { tektonGaps } from '../../../core/portability';
import { RefNode } from '../../../core/ref';
import type { Expression } from '../../../programs/values/expression';
import { guardsOf, testOf } from '../value/condition';
import { type Guard, isIn, isNotIn } from '../value/guard';
import { asValue, expressionOf, guardOf, text, worked } from '../value/value';
import type { Context, Where } from './context';
import { result } from './context';
import { endRedBy, reasonOf } from './end-red';
import { goodStatus, type Instance, statusText, type Values } from './instance';
import { type Lowered, lowerBlock } from './lower-block';
import { lowerChecks } from './lower-checks';
import { lowerForEach } from './lower-for-each';
import { lowerStep } from './lower-step';

/** Puts a node into the pipeline. @internal */
export function lowerNode(node: Node, instance: Instance, where: Where, context: Context): Lowered {
  switch (node.kind) {
    case 'step':
      return lowerStep(node, instance, where, context);
    case 'match':
      return lowerMatch(node, instance, where, context);
    case 'when':
      return lowerWhen(node, instance, where, context);
    case 'forEach':
      return lowerForEach(node, instance, where, context);
    case 'checks':
      return lowerChecks(node, instance, where, context);
    case 'attempt':
      throw context.gap(tektonGaps.attempt, `'${node.name}' of ${node.block.label}`);
    case 'approval':
      return lowerApproval(node, instance, where, context);
  }
}

/**
 * A custom task that ends well only by consent: whoever refuses, or does not answer in time, fails the run. So below it the
 * answer is known.
 */
function lowerApproval(node: ApprovalNode, instance: Instance, where: Where, context: Context): Lowered {
  const what = `'${node.name}' of ${node.block.label}`;
  if (context.target.approvals === undefined) throw context.gap(tektonGaps.approval, what);
  if (where.isFinal) throw context.gap(tektonGaps.finallyOrder, what);
  const name = context.name(node.name, where.owner);
  const { message, expiresInSeconds } = node;
  const work = { kind: 'ask', message, expiresInSeconds } as const;
  context.add({ name, guards: where.guards, after: where.after, work }, where);
  instance.made(node, { decision: text('approve') });
  return { ends: [name] };
}

/** Every task of an arm has its guard; an arm that holds is a task that fails. */
function lowerMatch(node: MatchNode, instance: Instance, where: Where, context: Context): Lowered {
  refuseAnswers(node, context);
  const on = lookedAt(node, instance, where, context);
  const reason = reasonOf(node.on, instance);
  const ends = node.arms.flatMap(({ value, block, outcome }) => {
    const owner = `${node.name}-${armName(value)}`;
    const inside = { ...where, guards: [...where.guards, guardOfArm(on, value)], owner };
    if (block !== undefined) return lowerBlock(block, instance, inside, context);
    const args = { outcome: text(outcome), reason: reason ?? text(`${node.on.label} is ${value}`.replaceAll("'", '')) };
    return [endRedBy(owner, args, inside, context)];
  });
  const arms = node.arms.filter(({ block }) => block !== undefined);
  const outputs: Record<string, Values[string]> = {};
  for (const [name, type] of Object.entries(node.outputs)) {
    const values = arms.map(({ value, block }) => ({
      when: [guardOf(guardOfArm(on, value))],
      value: asValue(block?.outputs[name], type, instance),
    }));
    const [only, second] = values;
    outputs[name] =
      only !== undefined && second === undefined
        ? only.value
        : worked({
            kind: 'choose',
            arms: values.map(({ when, value }) => ({ when, value: expressionOf(value) })),
            otherwise: { kind: 'text', text: '' },
          });
  }
  instance.made(node, outputs);
  return { ends, on };
}

/** A run that was refused, or that nobody answered, is over: nothing can be done in it any more. */
function refuseAnswers({ on, arms, name, block }: MatchNode, context: Context): void {
  if (on.source.kind !== 'output' || on.source.node.kind !== 'approval') return;
  const odd = arms.find((arm) => arm.value !== 'approve' && arm.block !== undefined);
  if (odd === undefined) return;
  throw context.gap(tektonGaps.approvalAnswers, `the arm '${odd.value}' of '${name}' of ${block.label}`);
}

/** What a match looks at, as a text; worked out by a task of its own where it has to be. */
function lookedAt(node: MatchNode, instance: Instance, where: Where, context: Context): string {
  if (node.on.source.kind === 'status') return statusText;
  const value = asValue(node.on, node.on.type, instance);
  if (value.kind === 'text') return value.text;
  const values = [{ name: 'value', expression: value.expression, type: node.on.type, result: 'string' } as const];
  return result(context.workOut(`${node.name}-value`, values, where), 'value');
}

function guardOfArm(on: string, value: string): Guard {
  if (on !== statusText) return isIn(on, value);
  return value === 'Succeeded' ? isIn(on, ...goodStatus) : isNotIn(on, ...goodStatus);
}

/** Values may have signs that names can't. */
function armName(value: string): string {
  const plain = kebabCase(value)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain === '' ? 'arm' : plain;
}

/** Every task of the block has the guards of the condition; one that Tekton can't decide is decided by a task. */
function lowerWhen(node: WhenNode, instance: Instance, where: Where, context: Context): Lowered {
  const { test } = node.condition;
  let decided: readonly string[] = [];
  let guards = guardsOf(test, instance);
  if (guards === undefined) {
    const expression: Expression = { kind: 'test', test: testOf(test, instance) };
    const task = context.workOut(`${node.name}-holds`, [{ name: 'holds', expression, result: 'string' }], where);
    decided = [task];
    guards = [isIn(result(task, 'holds'), 'true')];
  }
  const inside = { ...where, guards: [...where.guards, ...guards], owner: node.name };
  const ends = lowerBlock(node.body, instance, inside, context);
  const outputs = Object.entries(node.outputs).map(([name, type]) => {
    const value = node.body.outputs[name];
    return [name, asValue(RefNode.is(value) ? value : undefined, type, instance)] as const;
  });
  instance.made(node, Object.fromEntries(outputs), guards);
  return { ends: [...decided, ...ends] };
}
